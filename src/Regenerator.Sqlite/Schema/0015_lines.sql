-- What lists are filtered and searched by. The text is folded to one case by the program (ProposalLines), which also fills all this for what is there.
ALTER TABLE proposals ADD COLUMN expires TEXT; -- its deadline, whatever else is due before
ALTER TABLE proposals ADD COLUMN confidence TEXT NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN spec_type TEXT NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN text TEXT NOT NULL DEFAULT '';

-- Holds all that a filter looks at, so that a search does not walk over the JSON; by item, so that lines are counted as they come. Every item is greater
-- than nothing: the condition is there so that only those use the index who say it, because it is a detour for everybody else.
CREATE INDEX lines ON proposals (living, item, id, shadow, state, due, expires, rule_id, scope, confidence, spec_type, buckets, text) WHERE item > '';
DROP INDEX IF EXISTS living_items;

-- A tab of the inbox that has one state.
DROP INDEX IF EXISTS items_by_state;
CREATE INDEX items_by_state ON proposals (state, shadow, item, id);

-- What became of the proposals of each rule.
DROP INDEX IF EXISTS shadows_of_a_rule;
CREATE INDEX proposals_of_a_rule ON proposals (rule_id, shadow, state, due, expires, id);

-- Who asked, for whoever may see only what some contexts asked for.
CREATE INDEX contexts_of_a_proposal ON proposal_contexts (proposal_id);

-- What people did, among all that rules did.
CREATE INDEX events_by_actor ON events (actor, at, proposal, seq) WHERE actor NOT GLOB 'rule:*';
