-- Times are UTC as 2026-01-05T09:00:00.0000000Z: they sort as text. JSON is what Regenerator writes; the columns beside it are there to be searched.

-- How often a context was committed. A pass that began on another epoch has lost.
CREATE TABLE contexts (
    id    TEXT    NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE watermarks (
    context_id   TEXT    NOT NULL,
    provider     TEXT    NOT NULL,
    window_ticks INTEGER NOT NULL, -- the window's length, in units of 100 ns
    until        TEXT    NOT NULL,
    PRIMARY KEY (context_id, provider, window_ticks)
) STRICT, WITHOUT ROWID;

-- A proposal as its events fold to. A rowid table: the JSON is large.
CREATE TABLE proposals (
    seq         INTEGER NOT NULL PRIMARY KEY, -- order of opening
    id          TEXT    NOT NULL UNIQUE,      -- sorts by time
    fingerprint TEXT    NOT NULL,
    rule_id     TEXT    NOT NULL,
    scope       TEXT    NOT NULL,             -- blueprint:<key> or tenant:<id>
    state       TEXT    NOT NULL,
    living      INTEGER NOT NULL CHECK (living IN (0, 1)),
    json        TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX one_living_proposal_per_wish ON proposals (fingerprint) WHERE living = 1;
CREATE INDEX living_proposals_of_a_document ON proposals (scope) WHERE living = 1;
CREATE INDEX wishes_of_a_document ON proposals (scope, fingerprint, seq);
CREATE INDEX proposals_by_state ON proposals (state, id);
CREATE INDEX proposals_by_rule ON proposals (rule_id, id);

-- Which contexts asked for it.
CREATE TABLE proposal_contexts (
    context_id  TEXT NOT NULL,
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    PRIMARY KEY (context_id, proposal_id)
) STRICT, WITHOUT ROWID;

-- What happened, for ever.
CREATE TABLE events (
    proposal_id TEXT    NOT NULL REFERENCES proposals (id),
    seq         INTEGER NOT NULL, -- 1, 2, 3 … per proposal; the proposal's version after it
    json        TEXT    NOT NULL,
    UNIQUE (proposal_id, seq)
) STRICT;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- A window that is read again replaces its rows.
CREATE TABLE evidence (
    proposal_id  TEXT NOT NULL REFERENCES proposals (id),
    signal_id    TEXT NOT NULL,
    window_until TEXT NOT NULL,
    json         TEXT NOT NULL,
    UNIQUE (proposal_id, signal_id)
) STRICT;

-- The journal of applies.
CREATE TABLE steps (
    proposal_id TEXT    NOT NULL REFERENCES proposals (id),
    key         TEXT    NOT NULL,
    started_at  TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    json        TEXT    NOT NULL,
    PRIMARY KEY (proposal_id, key)
) STRICT, WITHOUT ROWID;

-- A row stays when nobody holds the document: its fence must never be given out again.
CREATE TABLE document_locks (
    scope       TEXT    NOT NULL PRIMARY KEY,
    fence       INTEGER NOT NULL,
    proposal_id TEXT    REFERENCES proposals (id),
    owner       TEXT,
    lease_until TEXT
) STRICT, WITHOUT ROWID;

-- What sinks are to be told, with the proposal as it was then.
CREATE TABLE outbox (
    seq         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key         TEXT    NOT NULL UNIQUE,
    proposal_id TEXT    NOT NULL,
    moment      TEXT    NOT NULL,
    json        TEXT    NOT NULL
) STRICT;

-- Everything up to the position is done with: it was before the sink's time, settled, or of no interest.
CREATE TABLE sinks (
    name     TEXT    NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last settled notice per proposal, beyond the sink's position.
CREATE TABLE deliveries (
    sink        TEXT    NOT NULL REFERENCES sinks (name),
    proposal_id TEXT    NOT NULL,
    settled     INTEGER NOT NULL,
    PRIMARY KEY (sink, proposal_id)
) STRICT, WITHOUT ROWID;
