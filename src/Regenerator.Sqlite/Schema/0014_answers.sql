-- What writes that named a key were answered, for whoever did not get the answer and asks again.
CREATE TABLE answers (
    actor   TEXT NOT NULL,
    key     TEXT NOT NULL,
    request TEXT NOT NULL, -- a digest
    until   TEXT NOT NULL,
    json    TEXT,          -- NULL: begun, and not answered
    PRIMARY KEY (actor, key)
) STRICT;
CREATE INDEX answers_by_end ON answers (until);
