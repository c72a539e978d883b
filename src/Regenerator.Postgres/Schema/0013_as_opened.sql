-- A proposal that is as it was opened has no JSON of its own: the first event says what it is (KeptProposal).
ALTER TABLE proposals ALTER COLUMN json DROP NOT NULL;
