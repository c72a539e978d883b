-- When time alone changes a proposal (its snooze ends, its deadline passes), and when it ended. UTC, sortable text.
ALTER TABLE proposals ADD COLUMN due TEXT;
ALTER TABLE proposals ADD COLUMN ended_at TEXT;

CREATE INDEX proposals_that_are_due ON proposals (due) WHERE due IS NOT NULL;

-- What a rule last came to in a context. In columns, not as JSON: there are as many as contexts times rules, and each pass reads them.
CREATE TABLE judgements (
    context_id  TEXT NOT NULL,
    rule_id     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    since       TEXT NOT NULL,
    whole_since TEXT,          -- NULL: the last window was not seen whole
    dwelling    TEXT,          -- JSON: fingerprint → streak; NULL: nothing dwells
    PRIMARY KEY (context_id, rule_id)
) STRICT, WITHOUT ROWID;
