-- What belongs to a proposal names it by its number, not by its id: rows of one commit lie together at the end of their tables, wherever the ids sort.
-- With ids as keys a commit of 500 proposals wrote a page for almost each of its rows, in every index.

DROP INDEX proposals_by_state; -- its order was never used: lists ask for a set of states, which items_by_state finds as well

DROP TRIGGER events_are_not_changed;
DROP TRIGGER events_are_not_removed;
DROP TRIGGER payloads_are_not_changed;
DROP INDEX forgotten_proposals;
DROP INDEX events_by_time;
ALTER TABLE events RENAME TO events_by_id;
ALTER TABLE event_payloads RENAME TO event_payloads_by_id;

CREATE TABLE events (
    proposal INTEGER NOT NULL REFERENCES proposals (seq),
    seq      INTEGER NOT NULL, -- 1, 2, 3 … per proposal; the proposal's version after it
    type     TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    payload  TEXT    NOT NULL, -- SHA-256 of the event's JSON
    hash     TEXT    NOT NULL, -- SHA-256 over the hash before it and this record
    UNIQUE (proposal, seq)
) STRICT;

-- A rowid table: the JSON is large.
CREATE TABLE event_payloads (
    proposal INTEGER NOT NULL REFERENCES proposals (seq),
    seq      INTEGER NOT NULL,
    json     TEXT    NOT NULL,
    UNIQUE (proposal, seq)
) STRICT;

INSERT INTO events (proposal, seq, type, actor, at, payload, hash)
SELECT proposals.seq, old.seq, type, actor, at, payload, hash FROM events_by_id AS old JOIN proposals ON proposals.id = old.proposal_id ORDER BY proposals.seq, old.seq;
INSERT INTO event_payloads (proposal, seq, json)
SELECT proposals.seq, old.seq, old.json FROM event_payloads_by_id AS old JOIN proposals ON proposals.id = old.proposal_id ORDER BY proposals.seq, old.seq;
DROP TABLE events_by_id;
DROP TABLE event_payloads_by_id;

CREATE INDEX forgotten_proposals ON events (proposal) WHERE type = 'forgotten';
CREATE INDEX events_by_time ON events (at); -- the audit trail over all proposals is read by time

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER payloads_are_not_changed BEFORE UPDATE ON event_payloads
BEGIN
    SELECT RAISE(ABORT, 'payloads are erased or left alone');
END;

-- What one context said in one window is one row (EvidenceSheet). Reading the window again replaces what was said.
ALTER TABLE evidence RENAME TO evidence_by_id;

CREATE TABLE evidence (
    proposal     INTEGER NOT NULL REFERENCES proposals (seq),
    context_id   TEXT    NOT NULL,
    window_until TEXT    NOT NULL,
    json         TEXT    NOT NULL, -- a list
    UNIQUE (proposal, window_until, context_id)
) STRICT;

INSERT INTO evidence (proposal, context_id, window_until, json)
SELECT proposals.seq, json_extract(old.json, '$.contextId'), window_until, '[' || group_concat(old.json, ',' ORDER BY signal_id) || ']'
FROM evidence_by_id AS old JOIN proposals ON proposals.id = old.proposal_id
GROUP BY proposals.seq, json_extract(old.json, '$.contextId'), window_until;
DROP TABLE evidence_by_id;

-- A notice that a proposal was opened needs no copy of it: the history says what it was. No index by the key: it begins with the proposal's id.
ALTER TABLE outbox RENAME TO outbox_by_id;
DROP INDEX notices_of_a_proposal;

CREATE TABLE outbox (
    seq      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key      TEXT    NOT NULL,
    proposal INTEGER NOT NULL REFERENCES proposals (seq),
    moment   TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    json     TEXT              -- NULL: as it was opened
) STRICT;

-- Numbers that were given out are never given out again, also where their notices are gone.
INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', seq FROM sqlite_sequence WHERE name = 'outbox_by_id';
INSERT INTO outbox (seq, key, proposal, moment, at, json)
SELECT old.seq, key, proposals.seq, moment, at, old.json FROM outbox_by_id AS old JOIN proposals ON proposals.id = old.proposal_id ORDER BY old.seq;
DROP TABLE outbox_by_id;

CREATE INDEX notices_of_a_proposal ON outbox (proposal, seq, moment);

DROP INDEX heads_of_a_sink;
ALTER TABLE deliveries RENAME TO deliveries_by_id;

CREATE TABLE deliveries (
    sink       TEXT    NOT NULL REFERENCES sinks (name),
    proposal   INTEGER NOT NULL REFERENCES proposals (seq),
    settled    INTEGER NOT NULL,
    head       INTEGER,
    tries      INTEGER NOT NULL,
    error      TEXT,
    not_before TEXT,
    parked     INTEGER NOT NULL CHECK (parked IN (0, 1)),
    PRIMARY KEY (sink, proposal)
) STRICT, WITHOUT ROWID;

INSERT INTO deliveries (sink, proposal, settled, head, tries, error, not_before, parked)
SELECT sink, proposals.seq, settled, head, tries, error, not_before, parked FROM deliveries_by_id AS old JOIN proposals ON proposals.id = old.proposal_id;
DROP TABLE deliveries_by_id;

CREATE INDEX heads_of_a_sink ON deliveries (sink, head) WHERE head IS NOT NULL;
