-- The record is a chain: each line's beginning and each line's end is an entry in it, by number and by a SHA-256 over what the
-- entry says and over the hash of the entry before. Lines from before are chained when the database is opened.

-- The network address that it came from; empty if it came from none.
ALTER TABLE audit ADD COLUMN peer TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN begin_seq BIGINT;
ALTER TABLE audit ADD COLUMN begin_hash TEXT;
-- NULL while it goes on, and for a line that was written with its end.
ALTER TABLE audit ADD COLUMN end_seq BIGINT;
ALTER TABLE audit ADD COLUMN end_hash TEXT;
CREATE UNIQUE INDEX audit_by_end ON audit (end_seq) WHERE end_seq IS NOT NULL;

-- Where the chain begins, once its oldest lines were removed: the last entry and the last line that went. One row at most.
CREATE TABLE audit_anchor (
    seq BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    line BIGINT NOT NULL
);

-- For the filters.
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_app ON audit (app, id) WHERE app <> '';
CREATE INDEX audit_by_verb ON audit (verb, id);
CREATE INDEX audit_by_outcome ON audit (outcome, id) WHERE outcome <> 'done';
CREATE INDEX audit_by_time ON audit (at_ms, id);
