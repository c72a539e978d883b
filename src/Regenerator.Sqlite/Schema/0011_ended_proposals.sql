-- What ended long ago is forgotten: found without walking over everything that lives.
CREATE INDEX proposals_that_ended ON proposals (ended_at) WHERE ended_at IS NOT NULL;
