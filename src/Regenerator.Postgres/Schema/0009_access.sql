-- What programs show to be let in. Of its secret there is the hash only.
CREATE TABLE tokens (
    seq  bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- order of making
    id   text   COLLATE "C" NOT NULL UNIQUE,
    hash text   COLLATE "C" NOT NULL UNIQUE,
    json text   NOT NULL
);

-- The audit trail over all proposals is read by time.
CREATE INDEX events_by_time ON events (at COLLATE "C", proposal_id, seq);
