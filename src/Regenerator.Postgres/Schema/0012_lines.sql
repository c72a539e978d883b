-- What lists are filtered and searched by. The text is folded to one case by the program (ProposalLines), which also fills all this for what is there.
ALTER TABLE proposals ADD COLUMN expires timestamptz; -- its deadline, whatever else is due before
ALTER TABLE proposals ADD COLUMN confidence text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN spec_type text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN text text COLLATE "C" NOT NULL DEFAULT '';

-- The JSON stands beside the rows, so that a search does not read it; the text stays in them.
ALTER TABLE proposals ALTER COLUMN json SET STORAGE EXTENDED;
ALTER TABLE proposals ALTER COLUMN text SET STORAGE MAIN;
ALTER TABLE proposals SET (toast_tuple_target = 256);

-- Lines of the inbox are counted as they come, by item; a tab of the inbox that has one state; what became of the proposals of each rule.
DROP INDEX IF EXISTS living_items;
CREATE INDEX living_items ON proposals (item, shadow, state, due, expires, id) WHERE living;
DROP INDEX IF EXISTS items_by_state;
CREATE INDEX items_by_state ON proposals (state, shadow, item, id);
DROP INDEX IF EXISTS shadows_of_a_rule;
CREATE INDEX proposals_of_a_rule ON proposals (rule_id, shadow, state, due, expires, id);

-- Who asked, for whoever may see only what some contexts asked for.
CREATE INDEX contexts_of_a_proposal ON proposal_contexts (proposal_id);

-- What people did, among all that rules did.
CREATE INDEX events_by_actor ON events (actor, at COLLATE "C", proposal_id, seq) WHERE actor NOT LIKE 'rule:%';
