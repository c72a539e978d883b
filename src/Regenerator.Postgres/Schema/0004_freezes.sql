-- Freezes: what happened to each, for ever. Few: the ones in force are found by when they end.
CREATE TABLE freeze_events (
    seq       bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    freeze_id text        COLLATE "C" NOT NULL,
    until     timestamptz NOT NULL, -- when the freeze ends by itself: the same in all its rows
    json      text        NOT NULL
);

CREATE INDEX events_of_freezes_by_end ON freeze_events (until);

CREATE TRIGGER freeze_events_are_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON freeze_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- One row. Whoever claims shares it until the commit, whoever sets or ends a freeze holds it alone: no claim commits after a freeze that it has not seen.
CREATE TABLE freeze_gate (
    id integer NOT NULL PRIMARY KEY
);

INSERT INTO freeze_gate (id) VALUES (1);
