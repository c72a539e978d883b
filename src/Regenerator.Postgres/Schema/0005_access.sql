-- What programs show to be let in. Of its secret there is the hash only.
CREATE TABLE tokens (
    seq  bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- order of making
    id   text   COLLATE "C" NOT NULL UNIQUE,
    hash text   COLLATE "C" NOT NULL UNIQUE,
    json text   NOT NULL
);

-- The audit trail over all proposals is read by time. The instants of events are all in UTC and sort as text.
ALTER TABLE events ADD COLUMN at text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE events DISABLE TRIGGER events_are_not_changed;
UPDATE events SET at = json::json ->> 'at';
ALTER TABLE events ENABLE TRIGGER events_are_not_changed;
ALTER TABLE events ALTER COLUMN at DROP DEFAULT;

CREATE INDEX events_by_time ON events (at, proposal_id, seq);
