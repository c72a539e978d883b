-- A new proposal costs little: what is said of it is written once, and few indexes are in the order of ids, which is that of nothing else.

-- A proposal that is as it was opened has no JSON of its own: the first event says what it is (KeptProposal).
ALTER TABLE proposals ALTER COLUMN json DROP NOT NULL;

-- Every text is compressed, because rows are to be small; this takes a tenth of what the default does.
ALTER TABLE proposals ALTER COLUMN text SET COMPRESSION lz4;

DROP INDEX one_living_proposal_per_wish;
DROP INDEX living_proposals_of_a_document;
DROP INDEX members_of_an_item; -- living_items has those that live
DROP INDEX items_by_state;
DROP INDEX proposals_by_rule;
DROP INDEX proposals_of_a_rule;

-- A wish is of one document.
CREATE UNIQUE INDEX one_living_proposal_per_wish ON proposals (scope, fingerprint) WHERE living;

CREATE INDEX ended_items ON proposals (item) WHERE NOT living;

-- A tab of the inbox that has one state.
CREATE INDEX items_by_state ON proposals (state, shadow, item);

-- What became of the proposals of each rule.
CREATE INDEX proposals_of_a_rule ON proposals (rule_id, shadow, state, due, expires);
