-- What whoever watches Regenerator itself asks for every few seconds.
CREATE INDEX living_proposals_by_state ON proposals (state, shadow) WHERE living;

-- How providers were at the end of the last pass, for commands in other processes.
CREATE TABLE provider_notes (
    provider text   COLLATE "C" NOT NULL PRIMARY KEY,
    at_ticks bigint NOT NULL,
    json     text   NOT NULL
);

-- Answers that could not be read: the latest of them, redacted.
CREATE TABLE quarantine (
    seq      bigint NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    provider text   COLLATE "C" NOT NULL,
    json     text   NOT NULL
);
