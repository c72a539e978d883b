-- What whoever watches Regenerator itself asks for every few seconds.
CREATE INDEX living_proposals_by_state ON proposals (state, shadow) WHERE living = 1;

-- How providers were at the end of the last pass, for commands in other processes.
CREATE TABLE provider_notes (
    provider TEXT NOT NULL PRIMARY KEY,
    at       TEXT NOT NULL,
    json     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers that could not be read: the latest of them, redacted.
CREATE TABLE quarantine (
    seq      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    provider TEXT    NOT NULL,
    json     TEXT    NOT NULL
) STRICT;
