-- How many contexts there were when they were last listed soundly: the last row counts. Those that somebody has accepted stay.
CREATE TABLE context_listings (
    seq      bigint  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    count    integer NOT NULL,
    source   text,
    at_ticks bigint  NOT NULL,
    actor    text, -- who has accepted it; null: nobody had to
    reason   text
);
