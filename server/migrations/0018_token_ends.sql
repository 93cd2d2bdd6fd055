-- A token that a token made lasts no longer than that does; those that were made before this was so end with it as well.
WITH RECURSIVE ends (id, expires_ms) AS (
    SELECT id, expires_ms FROM tokens WHERE parent IS NULL
    UNION ALL
    SELECT tokens.id, min(tokens.expires_ms, ends.expires_ms) FROM tokens JOIN ends ON tokens.parent = ends.id
)
UPDATE tokens SET expires_ms = (SELECT ends.expires_ms FROM ends WHERE ends.id = tokens.id)
WHERE id IN (SELECT id FROM ends);
