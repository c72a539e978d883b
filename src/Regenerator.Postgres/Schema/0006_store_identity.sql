-- Which store this is: one row.
CREATE TABLE store (
    id     text    COLLATE "C" NOT NULL,
    epoch  integer NOT NULL, -- rises when the store is imported; approvals of an earlier epoch have fallen
    since  timestamptz,      -- NULL: the first epoch
    reason text
);

INSERT INTO store (id, epoch) VALUES (replace(gen_random_uuid()::text, '-', ''), 1);
