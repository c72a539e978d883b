-- Which environment the store belongs to: the last row counts. In ticks, so that an export says the same as the one it came from.
CREATE TABLE store_bindings (
    seq         bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    environment text   COLLATE "C" NOT NULL,
    actor       text   NOT NULL,
    at_ticks    bigint NOT NULL,
    reason      text   NOT NULL
);
