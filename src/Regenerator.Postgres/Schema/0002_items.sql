-- Lines of the inbox: the living proposals of one cause are one item. What stands alone is an item of its own.
ALTER TABLE proposals ADD COLUMN item text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE proposals ADD COLUMN cause text COLLATE "C";

-- What it counts against while it is open; and since when people see it.
ALTER TABLE proposals ADD COLUMN buckets text[] COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE proposals ADD COLUMN shown_at timestamptz;

UPDATE proposals SET item = id, shown_at = (json::jsonb ->> 'openedAt')::timestamptz;

CREATE INDEX members_of_an_item ON proposals (item, id);
CREATE INDEX living_items ON proposals (shadow, item) WHERE living;
CREATE INDEX items_by_state ON proposals (state, shadow, item);
CREATE INDEX living_proposals_of_a_cause ON proposals (cause) WHERE living AND cause IS NOT NULL;
CREATE INDEX proposals_shown ON proposals (shown_at) WHERE shown_at IS NOT NULL;
