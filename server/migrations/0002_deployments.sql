-- Actions go on after a restart, and deployments are kept as history.

-- How far an action is, as the state machine keeps it (JSON); empty for actions from before, which have `progress`.
ALTER TABLE actions ADD COLUMN course TEXT NOT NULL DEFAULT '';
-- Large, and written when it goes another way: the steps that were added to the plan (JSON).
ALTER TABLE actions ADD COLUMN detours TEXT NOT NULL DEFAULT '[]';
ALTER TABLE actions ADD COLUMN changed_ms BIGINT NOT NULL DEFAULT 0;
-- The app that it is about; empty for none.
ALTER TABLE actions ADD COLUMN app TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN is_deployment BIGINT NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- What lists show of a deployment (JSON); NULL for other actions.
ALTER TABLE actions ADD COLUMN deploying TEXT;
-- By whose rights it goes on, and how they came in; empty: the actor's own.
ALTER TABLE actions ADD COLUMN behalf TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN behalf_via TEXT NOT NULL DEFAULT '';
-- The process that runs it, and until when it may without saying so again.
ALTER TABLE actions ADD COLUMN lease_holder TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN lease_until_ms BIGINT NOT NULL DEFAULT 0;
-- Cluster and app while it is the deployment at work there; NULL otherwise. There is one at most.
ALTER TABLE actions ADD COLUMN holds_app TEXT;
CREATE UNIQUE INDEX actions_by_held_app ON actions (holds_app);
CREATE INDEX actions_by_app ON actions (cluster, is_deployment, started_ms);
