-- Which environment the store belongs to: the last row counts.
CREATE TABLE store_bindings (
    seq         INTEGER NOT NULL PRIMARY KEY,
    environment TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    reason      TEXT    NOT NULL
) STRICT;
