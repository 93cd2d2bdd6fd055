-- People: who may not come in, their second factor, invitations, and when somebody confirmed that it is them.

ALTER TABLE users ADD COLUMN disabled_ms BIGINT;
-- When they were here last, with whatever browser.
ALTER TABLE users ADD COLUMN seen_ms BIGINT;
-- The seed of the second factor, sealed with a key that is not in the database; and one that is not confirmed yet.
ALTER TABLE users ADD COLUMN totp TEXT;
ALTER TABLE users ADD COLUMN totp_pending TEXT;
-- The step of the code that was used last: no code counts twice.
ALTER TABLE users ADD COLUMN totp_step BIGINT;

CREATE TABLE recovery_codes (
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    used_ms BIGINT,
    PRIMARY KEY (user_name, code_hash)
);

-- When whoever sits there last showed that it is them.
ALTER TABLE sessions ADD COLUMN stepped_up_ms BIGINT NOT NULL DEFAULT 0;

-- 'sign-in': signs in. 'invitation': sets a password, and signs in by that.
ALTER TABLE sign_in_codes ADD COLUMN purpose TEXT NOT NULL DEFAULT 'sign-in';
ALTER TABLE sign_in_codes ADD COLUMN created_by TEXT NOT NULL DEFAULT '';

-- The user who stands behind a token: the one who made it, or who made the token that made it. NULL: the command line.
ALTER TABLE tokens ADD COLUMN owner TEXT;
UPDATE tokens SET owner = created_by WHERE created_by IN (SELECT name FROM users);
CREATE INDEX tokens_by_owner ON tokens (owner);
