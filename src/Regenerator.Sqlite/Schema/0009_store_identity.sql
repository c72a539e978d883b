-- Which store this is: one row. A copy is told by what lies beside the file (StoreMarker), and gets another id when it is first opened.
CREATE TABLE store (
    id     TEXT    NOT NULL,
    epoch  INTEGER NOT NULL, -- rises when the store is restored, copied or imported; approvals of an earlier epoch have fallen
    since  TEXT,             -- NULL: the first epoch
    reason TEXT,
    turn   INTEGER NOT NULL  -- rises with every opening and every claim, here and beside the file
) STRICT;

INSERT INTO store (id, epoch, turn) VALUES (lower(hex(randomblob(16))), 1, 0);
