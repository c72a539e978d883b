-- In the first schema of the search path. Texts compare by their bytes ("C"), as everywhere in Regenerator. JSON is text, so that it comes back as it
-- was written; the columns beside it are there to be searched. A timestamptz holds microseconds: instants that must come back to the tick (100 ns)
-- are counted in ticks since 0001-01-01 UTC.

-- How often a context was committed. A pass that began on another epoch has lost. The row is the lock of whoever commits the context.
CREATE TABLE contexts (
    id    text   COLLATE "C" NOT NULL PRIMARY KEY,
    epoch bigint NOT NULL
);

CREATE TABLE watermarks (
    context_id   text   COLLATE "C" NOT NULL,
    provider     text   COLLATE "C" NOT NULL,
    window_ticks bigint NOT NULL, -- the window's length
    until_ticks  bigint NOT NULL,
    PRIMARY KEY (context_id, provider, window_ticks)
);

-- A proposal as its events fold to. Neither its scope nor its fingerprint ever changes.
CREATE TABLE proposals (
    seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY, -- order of opening, within a document
    id          text        COLLATE "C" NOT NULL PRIMARY KEY,      -- sorts by time
    fingerprint text        COLLATE "C" NOT NULL,
    rule_id     text        COLLATE "C" NOT NULL,
    scope       text        COLLATE "C" NOT NULL,                  -- blueprint:<key> or tenant:<id>
    state       text        COLLATE "C" NOT NULL,
    living      boolean     NOT NULL,
    shadow      boolean     NOT NULL DEFAULT false, -- of a rule that is only tried out
    due         timestamptz, -- when time alone changes it: its snooze ends, its deadline passes
    ended_at    timestamptz,
    json        text        COMPRESSION lz4 NOT NULL
);

CREATE UNIQUE INDEX one_living_proposal_per_wish ON proposals (fingerprint) WHERE living;
CREATE INDEX living_proposals_of_a_document ON proposals (scope) WHERE living;
CREATE INDEX wishes_of_a_document ON proposals (scope, fingerprint, seq);
CREATE INDEX proposals_by_state ON proposals (state, id);
CREATE INDEX proposals_by_rule ON proposals (rule_id, id);
CREATE INDEX shadows_of_a_rule ON proposals (rule_id, state, id) WHERE shadow;
CREATE INDEX proposals_that_are_due ON proposals (due) WHERE due IS NOT NULL;

-- Which contexts asked for it.
CREATE TABLE proposal_contexts (
    context_id  text COLLATE "C" NOT NULL,
    proposal_id text COLLATE "C" NOT NULL REFERENCES proposals (id),
    PRIMARY KEY (context_id, proposal_id)
);

-- What happened, for ever.
CREATE TABLE events (
    proposal_id text    COLLATE "C" NOT NULL REFERENCES proposals (id),
    seq         integer NOT NULL, -- 1, 2, 3 … per proposal; the proposal's version after it
    json        text    COMPRESSION lz4 NOT NULL,
    PRIMARY KEY (proposal_id, seq)
);

CREATE FUNCTION refuse_to_change_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- A window that is read again replaces its rows.
CREATE TABLE evidence (
    proposal_id  text        COLLATE "C" NOT NULL REFERENCES proposals (id),
    signal_id    text        COLLATE "C" NOT NULL,
    window_until timestamptz NOT NULL,
    json         text        COMPRESSION lz4 NOT NULL,
    PRIMARY KEY (proposal_id, signal_id)
);

-- The journal of applies.
CREATE TABLE steps (
    proposal_id text        COLLATE "C" NOT NULL REFERENCES proposals (id),
    key         text        COLLATE "C" NOT NULL,
    started_at  timestamptz NOT NULL,
    position    integer     NOT NULL,
    json        text        COMPRESSION lz4 NOT NULL,
    PRIMARY KEY (proposal_id, key)
);

-- Who holds a document. A row stays when nobody does: its fence must never be given out again. The row is also the lock of whoever writes one of
-- the document's proposals.
CREATE TABLE document_locks (
    scope       text        COLLATE "C" NOT NULL PRIMARY KEY,
    fence       bigint      NOT NULL,
    proposal_id text        COLLATE "C" REFERENCES proposals (id),
    owner       text,
    lease_until timestamptz
);

-- What sinks are to be told, with the proposal as it was then.
CREATE TABLE outbox (
    seq         bigint      NOT NULL PRIMARY KEY,
    key         text        COLLATE "C" NOT NULL UNIQUE,
    proposal_id text        COLLATE "C" NOT NULL,
    moment      text        COLLATE "C" NOT NULL,
    at          timestamptz NOT NULL,
    json        text        COMPRESSION lz4 NOT NULL
);

CREATE INDEX notices_of_a_proposal ON outbox (proposal_id, seq, moment);

-- The number of the last notice: one row. Whoever writes notices holds it until the commit, so that they are numbered in the order in which they
-- become visible. A sequence would let a sink's position pass a notice that is not committed yet.
CREATE TABLE outbox_end (
    number bigint NOT NULL
);

INSERT INTO outbox_end (number) VALUES (0);

-- Everything up to the position is done with: it was before the sink's time, settled, or of no interest.
CREATE TABLE sinks (
    name     text   COLLATE "C" NOT NULL PRIMARY KEY,
    position bigint NOT NULL,
    moments  text[] COLLATE "C" NOT NULL -- which it asked for last
);

-- The last settled notice per proposal, beyond the sink's position; and the notice that comes next though the position may be past it: it failed, or
-- it waited behind one that did.
CREATE TABLE deliveries (
    sink        text        COLLATE "C" NOT NULL REFERENCES sinks (name),
    proposal_id text        COLLATE "C" NOT NULL,
    settled     bigint      NOT NULL,
    head        bigint,
    tries       integer     NOT NULL,
    error       text,
    not_before  timestamptz,
    parked      boolean     NOT NULL,
    PRIMARY KEY (sink, proposal_id)
);

CREATE INDEX heads_of_a_sink ON deliveries (sink, head) WHERE head IS NOT NULL;

-- What an operator let a sink go without.
CREATE TABLE dropped_deliveries (
    sink        text        COLLATE "C" NOT NULL,
    key         text        COLLATE "C" NOT NULL,
    moment      text        COLLATE "C" NOT NULL,
    at          timestamptz NOT NULL, -- when it happened
    proposal_id text        COLLATE "C" NOT NULL,
    tries       integer     NOT NULL,
    error       text,
    actor       text        NOT NULL,
    reason      text        NOT NULL,
    dropped_at  timestamptz NOT NULL,
    PRIMARY KEY (sink, key)
);

-- What a rule last came to in a context. In columns, not as JSON: there are as many as contexts times rules, and each pass reads them.
CREATE TABLE judgements (
    context_id        text   COLLATE "C" NOT NULL,
    rule_id           text   COLLATE "C" NOT NULL,
    kind              text   NOT NULL,
    reason            text   NOT NULL,
    since_ticks       bigint NOT NULL,
    whole_since_ticks bigint, -- NULL: the last window was not seen whole
    dwelling          text,   -- JSON: fingerprint → streak; NULL: nothing dwells
    PRIMARY KEY (context_id, rule_id)
);

-- One row per commit whose answer may still be missing: it tells the writer whether what it sent was kept.
CREATE TABLE receipts (
    id uuid        NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
