-- Columns are TEXT and BIGINT only, and statements are what SQLite and PostgreSQL both understand.
-- Times are milliseconds since the Unix epoch. Secrets are stored as SHA-256 (hexadecimal), passwords as argon2id.

CREATE TABLE users (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    -- NULL until one is set: such a user signs in by a one-time link only.
    password_hash TEXT,
    created_ms BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    user_agent TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_name);

CREATE TABLE sign_in_codes (
    code_hash TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms BIGINT
);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms BIGINT
);

CREATE TABLE apps (
    name TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    -- The app is gone, its history stays: a template written later goes on counting.
    removed_ms BIGINT
);

CREATE TABLE app_revisions (
    app TEXT NOT NULL REFERENCES apps (name),
    revision BIGINT NOT NULL,
    options TEXT NOT NULL,
    image TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    PRIMARY KEY (app, revision)
);

CREATE TABLE audit (
    id BIGINT NOT NULL PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    via TEXT NOT NULL,
    verb TEXT NOT NULL,
    cluster TEXT NOT NULL,
    app TEXT NOT NULL,
    summary TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    ended_ms BIGINT,
    action_id TEXT
);

CREATE TABLE actions (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    via TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    cluster TEXT NOT NULL,
    audit_id BIGINT NOT NULL,
    request TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- Large, and written once: the steps with all options.
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    -- 1 while the action goes on.
    is_open BIGINT NOT NULL,
    -- How far each of the plan's steps is, in their order; written again and again.
    progress TEXT NOT NULL,
    steps_done BIGINT NOT NULL,
    steps_total BIGINT NOT NULL,
    -- Large, and written once: what is removed, as it was.
    removed TEXT NOT NULL,
    -- 1 if something may have been destroyed that can be put back.
    restorable BIGINT NOT NULL,
    started_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    UNIQUE (actor, idempotency_key)
);
CREATE INDEX actions_by_cluster ON actions (cluster, started_ms);
