-- Proposals of rules that are only tried out.
ALTER TABLE proposals ADD COLUMN shadow INTEGER NOT NULL DEFAULT 0 CHECK (shadow IN (0, 1));

CREATE INDEX shadows_of_a_rule ON proposals (rule_id, state, id) WHERE shadow = 1;
