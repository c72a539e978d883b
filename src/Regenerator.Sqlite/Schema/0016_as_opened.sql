-- A proposal that is as it was opened has no JSON of its own: the first event says what it is (KeptProposal).
ALTER TABLE proposals RENAME COLUMN json TO snapshot;
ALTER TABLE proposals ADD COLUMN json TEXT;
UPDATE proposals SET json = snapshot;
ALTER TABLE proposals DROP COLUMN snapshot;
