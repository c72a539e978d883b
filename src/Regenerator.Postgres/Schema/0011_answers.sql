-- What writes that named a key were answered, for whoever did not get the answer and asks again.
CREATE TABLE answers (
    actor   text        COLLATE "C" NOT NULL,
    key     text        COLLATE "C" NOT NULL,
    request text        COLLATE "C" NOT NULL, -- a digest
    until   timestamptz NOT NULL,
    json    text,                             -- NULL: begun, and not answered
    PRIMARY KEY (actor, key)
);
CREATE INDEX answers_by_end ON answers (until);
