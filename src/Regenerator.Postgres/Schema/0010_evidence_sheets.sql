-- What one context said in one window is one row (EvidenceSheet). Reading the window again replaces what was said.
ALTER TABLE evidence RENAME TO evidence_by_signal;
ALTER INDEX evidence_pkey RENAME TO evidence_by_signal_pkey;

CREATE TABLE evidence (
    proposal_id text   COLLATE "C" NOT NULL,
    until_ticks bigint NOT NULL, -- end of the window
    context_id  text   COLLATE "C" NOT NULL,
    json        text   COMPRESSION lz4 NOT NULL, -- a list
    PRIMARY KEY (proposal_id, until_ticks, context_id)
);

INSERT INTO evidence (proposal_id, until_ticks, context_id, json)
SELECT proposal_id, (extract(epoch FROM window_until) * 10000000)::bigint + 621355968000000000, json::jsonb ->> 'contextId', '[' || string_agg(json, ',' ORDER BY signal_id) || ']'
FROM evidence_by_signal GROUP BY proposal_id, window_until, json::jsonb ->> 'contextId';
DROP TABLE evidence_by_signal;

-- A notice that a proposal was opened needs no copy of it: the history says what it was. No index by the key: it begins with the proposal's id.
ALTER TABLE outbox ALTER COLUMN json DROP NOT NULL;
ALTER TABLE outbox DROP CONSTRAINT outbox_key_key;

-- Its order was never used: lists ask for a set of states, which items_by_state finds as well.
DROP INDEX proposals_by_state;

-- Looked up row by row, these cost a commit more than its rows do. Proposals are never removed, and what belongs to one is written with it.
ALTER TABLE proposal_contexts DROP CONSTRAINT proposal_contexts_proposal_id_fkey;
ALTER TABLE event_payloads DROP CONSTRAINT events_proposal_id_fkey;
ALTER TABLE events DROP CONSTRAINT events_proposal_id_fkey1;
