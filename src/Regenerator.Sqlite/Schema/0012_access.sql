-- What programs show to be let in. Of its secret there is the hash only.
CREATE TABLE tokens (
    seq  INTEGER NOT NULL PRIMARY KEY, -- order of making
    id   TEXT    NOT NULL UNIQUE,
    hash TEXT    NOT NULL UNIQUE,
    json TEXT    NOT NULL
) STRICT;

-- The audit trail over all proposals is read by time.
CREATE INDEX events_by_time ON events (at, proposal_id, seq);
