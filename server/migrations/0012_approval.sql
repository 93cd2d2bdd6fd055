-- Actions that wait for somebody else's yes: nothing runs them, and they hold nothing.

-- Who asked, why it waited, and who approved it (JSON); NULL: it had not to wait.
ALTER TABLE actions ADD COLUMN asked TEXT;
-- While it waits: until when, by the time of day; NULL: it does not wait.
ALTER TABLE actions ADD COLUMN asked_until_ms BIGINT;
CREATE INDEX actions_by_asked ON actions (asked_until_ms, cluster);
