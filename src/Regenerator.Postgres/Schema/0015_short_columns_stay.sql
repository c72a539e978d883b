-- The JSON stands beside the rows; everything else stays in them. As the target was, the server also moved ids and documents out of rows with a summary of
-- some hundred characters: to read one was a look into another table, and a list over all took ten times as long.
ALTER TABLE proposals SET (toast_tuple_target = 1024);
ALTER TABLE proposals
    ALTER COLUMN id SET STORAGE MAIN,
    ALTER COLUMN fingerprint SET STORAGE MAIN,
    ALTER COLUMN rule_id SET STORAGE MAIN,
    ALTER COLUMN scope SET STORAGE MAIN,
    ALTER COLUMN state SET STORAGE MAIN,
    ALTER COLUMN item SET STORAGE MAIN,
    ALTER COLUMN cause SET STORAGE MAIN,
    ALTER COLUMN buckets SET STORAGE MAIN,
    ALTER COLUMN confidence SET STORAGE MAIN,
    ALTER COLUMN spec_type SET STORAGE MAIN;

-- Brings back what has been moved out.
UPDATE proposals SET id = id || '', fingerprint = fingerprint || '', rule_id = rule_id || '', scope = scope || '', item = item || '', cause = cause || '', buckets = buckets || '{}', text = text || '';
