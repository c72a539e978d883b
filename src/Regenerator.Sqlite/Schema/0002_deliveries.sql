-- Deliveries that fail: tries, back-off, parking; when notices happened, so that old ones can go.

ALTER TABLE outbox ADD COLUMN at TEXT NOT NULL DEFAULT '';

UPDATE outbox SET at = COALESCE((
    SELECT strftime('%Y-%m-%dT%H:%M:%f0000Z', json_extract(events.json, '$.at'))
    FROM events WHERE events.proposal_id = outbox.proposal_id AND events.seq = json_extract(outbox.json, '$.version')), '1970-01-01T00:00:00.0000000Z');

CREATE INDEX notices_of_a_proposal ON outbox (proposal_id, seq, moment);

-- Which moments the sink asked for last, as a JSON array.
ALTER TABLE sinks ADD COLUMN moments TEXT NOT NULL DEFAULT '[]';

-- The notice that comes next though the sink's position may be past it: it failed, or it waited behind one that did.
ALTER TABLE deliveries ADD COLUMN head INTEGER;
ALTER TABLE deliveries ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN error TEXT;
ALTER TABLE deliveries ADD COLUMN not_before TEXT;
ALTER TABLE deliveries ADD COLUMN parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1));

CREATE INDEX heads_of_a_sink ON deliveries (sink, head) WHERE head IS NOT NULL;

-- What an operator let a sink go without.
CREATE TABLE dropped_deliveries (
    sink        TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    moment      TEXT    NOT NULL,
    at          TEXT    NOT NULL, -- when it happened
    proposal_id TEXT    NOT NULL,
    tries       INTEGER NOT NULL,
    error       TEXT,
    actor       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    dropped_at  TEXT    NOT NULL,
    PRIMARY KEY (sink, key)
) STRICT, WITHOUT ROWID;
