-- A new proposal costs little: what is said of it is written once, and only two indexes are in the order of ids, which is that of nothing else.

DROP INDEX lines;
DROP INDEX items_by_state;
DROP INDEX members_of_an_item;
DROP INDEX proposals_by_rule;
DROP INDEX proposals_of_a_rule;
DROP INDEX one_living_proposal_per_wish;
DROP INDEX living_proposals_of_a_document;

-- What is searched, apart from the rows: those that live lie together, in the order of opening.
CREATE TABLE searched (
    living   INTEGER NOT NULL,
    proposal INTEGER NOT NULL REFERENCES proposals (seq),
    text     TEXT    NOT NULL,
    PRIMARY KEY (living, proposal)
) STRICT, WITHOUT ROWID;

INSERT INTO searched (living, proposal, text) SELECT living, seq, text FROM proposals ORDER BY living, seq;
ALTER TABLE proposals DROP COLUMN text;

-- A proposal that is as it was opened has no JSON of its own: the first event says what it is (KeptProposal).
ALTER TABLE proposals RENAME COLUMN json TO snapshot;
ALTER TABLE proposals ADD COLUMN json TEXT;
UPDATE proposals SET json = snapshot;
ALTER TABLE proposals DROP COLUMN snapshot;

-- Who asked, by number as everything that belongs to a proposal.
ALTER TABLE proposal_contexts RENAME TO contexts_by_id;
DROP INDEX contexts_of_a_proposal;

CREATE TABLE proposal_contexts (
    context_id TEXT    NOT NULL,
    proposal   INTEGER NOT NULL REFERENCES proposals (seq),
    PRIMARY KEY (context_id, proposal)
) STRICT, WITHOUT ROWID;

INSERT INTO proposal_contexts (context_id, proposal)
SELECT context_id, proposals.seq FROM contexts_by_id JOIN proposals ON proposals.id = contexts_by_id.proposal_id ORDER BY context_id, proposals.seq;
DROP TABLE contexts_by_id;
CREATE INDEX contexts_of_a_proposal ON proposal_contexts (proposal);

-- Holds all that a filter looks at but the text, by item, so that lines are counted as they come. Every item is greater than nothing: the condition is
-- there so that only those use the index who say it, because it is a detour for everybody else.
CREATE INDEX lines ON proposals (living, item, id, shadow, state, due, expires, rule_id, scope, confidence, spec_type, buckets) WHERE item > '';

-- A tab of the inbox that has one state.
CREATE INDEX items_by_state ON proposals (state, shadow, item);

-- What became of the proposals of each rule.
CREATE INDEX proposals_of_a_rule ON proposals (rule_id, shadow, state, due, expires);

-- A wish is of one document.
CREATE UNIQUE INDEX one_living_proposal_per_wish ON proposals (scope, fingerprint) WHERE living = 1;
