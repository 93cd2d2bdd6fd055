-- Who may do what: users and groups have roles, each on some apps of some clusters.

CREATE TABLE groups (
    name TEXT NOT NULL PRIMARY KEY,
    created_ms BIGINT NOT NULL
);

CREATE TABLE group_members (
    group_name TEXT NOT NULL REFERENCES groups (name) ON DELETE CASCADE,
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    -- 'local': somebody put them in. 'sso': the identity provider says so, and takes it back as well.
    source TEXT NOT NULL,
    PRIMARY KEY (group_name, user_name, source)
);
CREATE INDEX group_members_by_user ON group_members (user_name);

-- Those that were made here; the built-in ones stand in the code, and none here has their names.
CREATE TABLE roles (
    name TEXT NOT NULL PRIMARY KEY,
    -- A list (JSON).
    verbs TEXT NOT NULL
);

CREATE TABLE grants (
    id TEXT NOT NULL PRIMARY KEY,
    -- One of the two is NULL.
    user_name TEXT REFERENCES users (name) ON DELETE CASCADE,
    group_name TEXT REFERENCES groups (name) ON DELETE CASCADE,
    role TEXT NOT NULL,
    -- Patterns in which * stands for anything.
    cluster TEXT NOT NULL,
    apps TEXT NOT NULL,
    -- The most instances and the versions (a pattern); NULL: without limit.
    most_instances BIGINT,
    versions TEXT
);
CREATE INDEX grants_by_user ON grants (user_name);
CREATE INDEX grants_by_group ON grants (group_name);

INSERT INTO grants (id, user_name, role, cluster, apps)
SELECT 'first-' || name, name, role, '*', '*' FROM users;
ALTER TABLE users DROP COLUMN role;

ALTER TABLE tokens ADD COLUMN cluster TEXT NOT NULL DEFAULT '*';
ALTER TABLE tokens ADD COLUMN apps TEXT NOT NULL DEFAULT '*';
ALTER TABLE tokens ADD COLUMN most_instances BIGINT;
ALTER TABLE tokens ADD COLUMN versions TEXT;
