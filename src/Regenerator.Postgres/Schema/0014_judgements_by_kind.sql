-- Judgements are listed and counted by what they are. Their key finds those of a context.
CREATE INDEX judgements_by_kind ON judgements (kind, rule_id, context_id);
