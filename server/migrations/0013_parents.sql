-- The token that made a token: what it made ends with it. NULL: no token made it.
ALTER TABLE tokens ADD COLUMN parent TEXT;
-- A name may have been given anew: what was made before is not of the token that has it now.
UPDATE tokens SET parent = (
    SELECT makers.id FROM tokens AS makers
    WHERE makers.name = tokens.created_by AND makers.created_ms <= tokens.created_ms AND makers.id <> tokens.id
);
CREATE INDEX tokens_by_parent ON tokens (parent);
