-- Freezes: what happened to each, for ever. Few: the ones in force are found by when they end.
CREATE TABLE freeze_events (
    seq       INTEGER NOT NULL PRIMARY KEY,
    freeze_id TEXT    NOT NULL,
    until     TEXT    NOT NULL, -- when the freeze ends by itself: the same in all its rows
    json      TEXT    NOT NULL
) STRICT;

CREATE INDEX events_of_freezes_by_end ON freeze_events (until);

CREATE TRIGGER freeze_events_are_not_changed BEFORE UPDATE ON freeze_events
BEGIN
    SELECT RAISE(ABORT, 'freeze_events are append-only');
END;

CREATE TRIGGER freeze_events_are_not_removed BEFORE DELETE ON freeze_events
BEGIN
    SELECT RAISE(ABORT, 'freeze_events are append-only');
END;
