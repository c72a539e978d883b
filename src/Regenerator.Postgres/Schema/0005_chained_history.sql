-- The history in two parts: records that stay for ever, each covering the one before it by its hash, and beside them what was said, which can be erased.
-- The records of what has happened so far are computed by the program (ChainedHistory), in the same transaction.
ALTER TABLE events RENAME TO event_payloads;
ALTER INDEX events_pkey RENAME TO event_payloads_pkey;
DROP TRIGGER events_are_not_changed ON event_payloads;

CREATE FUNCTION refuse_to_rewrite_what_was_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payloads are erased or left alone';
END
$$;

CREATE TRIGGER payloads_are_not_changed BEFORE UPDATE OR TRUNCATE ON event_payloads
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_what_was_said();

CREATE TABLE events (
    proposal_id text    COLLATE "C" NOT NULL REFERENCES proposals (id),
    seq         integer NOT NULL, -- 1, 2, 3 … per proposal; the proposal's version after it
    type        text    COLLATE "C" NOT NULL,
    actor       text    NOT NULL,
    at          text    NOT NULL, -- as it is hashed: UTC to the tick
    payload     text    NOT NULL, -- SHA-256 of the event's JSON
    hash        text    NOT NULL, -- SHA-256 over the hash before it and this record
    PRIMARY KEY (proposal_id, seq)
);

CREATE INDEX forgotten_proposals ON events (proposal_id) WHERE type = 'forgotten';

CREATE TRIGGER events_are_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
