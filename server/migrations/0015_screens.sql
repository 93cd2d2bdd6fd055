-- Screens: wall displays and read-only links. They have no account and no role; what they show stands in `view` (JSON).

CREATE TABLE screens (
    id TEXT NOT NULL PRIMARY KEY,
    -- 'display' or 'link'.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    view TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    -- SHA-256 of what the browser shows. NULL of a link that nobody has opened yet.
    secret_hash TEXT UNIQUE,
    -- SHA-256 of a link's secret, until it is opened.
    link_hash TEXT UNIQUE,
    seen_ms BIGINT,
    seen_from TEXT NOT NULL,
    -- When it ends whether it is used or not. NULL: never.
    expires_ms BIGINT
);

-- Displays that show a code and wait for somebody to confirm it.
CREATE TABLE pairings (
    code TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what the display shows; the screen that it becomes has the same.
    secret_hash TEXT NOT NULL UNIQUE,
    -- Where it was asked for, and by which browser, for whoever confirms it.
    asked_from TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
