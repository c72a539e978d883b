-- The history in two parts: records that stay for ever, each covering the one before it by its hash, and beside them what was said, which can be erased.
-- The records of what has happened so far are computed by the program (ChainedHistory), in the same transaction.
ALTER TABLE events RENAME TO event_payloads;
DROP TRIGGER events_are_not_changed;
DROP TRIGGER events_are_not_removed;

CREATE TRIGGER payloads_are_not_changed BEFORE UPDATE ON event_payloads
BEGIN
    SELECT RAISE(ABORT, 'payloads are erased or left alone');
END;

CREATE TABLE events (
    proposal_id TEXT    NOT NULL REFERENCES proposals (id),
    seq         INTEGER NOT NULL, -- 1, 2, 3 … per proposal; the proposal's version after it
    type        TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    payload     TEXT    NOT NULL, -- SHA-256 of the event's JSON
    hash        TEXT    NOT NULL, -- SHA-256 over the hash before it and this record
    PRIMARY KEY (proposal_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX forgotten_proposals ON events (proposal_id) WHERE type = 'forgotten';

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
