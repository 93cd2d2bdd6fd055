-- A start and the daily upkeep look for few rows among many, and must not read through the large columns of all.
CREATE INDEX actions_by_end ON actions (is_open, cluster, started_ms);
CREATE INDEX actions_by_change ON actions (cluster, changed_ms);
CREATE INDEX created_units_by_action ON created_units (action_id);
