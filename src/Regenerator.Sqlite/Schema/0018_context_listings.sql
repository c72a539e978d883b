-- How many contexts there were when they were last listed soundly: the last row counts. Those that somebody has accepted stay.
CREATE TABLE context_listings (
    seq    INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    count  INTEGER NOT NULL,
    source TEXT,
    at     TEXT    NOT NULL,
    actor  TEXT, -- who has accepted it; null: nobody had to
    reason TEXT
) STRICT;
