-- When time alone changes a proposal: its snooze ends, or its deadline passes. UTC, sortable text.
ALTER TABLE proposals ADD COLUMN due TEXT;

CREATE INDEX proposals_that_are_due ON proposals (due) WHERE due IS NOT NULL;
