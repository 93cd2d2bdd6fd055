-- The token or the certificate by which an action goes on: another one of the same name, or of the same user, is not it.
-- NULL: by none of these.
ALTER TABLE actions ADD COLUMN behalf_credential TEXT;
-- A name may have been given anew: a token that is younger than the action is not the one that began it.
UPDATE actions SET behalf_credential = (
    SELECT tokens.id FROM tokens
    WHERE tokens.name = CASE actions.behalf WHEN '' THEN actions.actor ELSE actions.behalf END
    AND tokens.created_ms <= actions.started_ms
)
WHERE is_open = 1 AND CASE behalf WHEN '' THEN via ELSE behalf_via END = 'token';
