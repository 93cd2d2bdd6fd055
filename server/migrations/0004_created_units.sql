-- The units that actions have created or were about to create, by cluster: what is not among them nobody deployed here.
CREATE TABLE created_units (
    cluster TEXT NOT NULL,
    unit TEXT NOT NULL,
    -- The last action that did.
    action_id TEXT NOT NULL,
    PRIMARY KEY (cluster, unit)
);
-- The history of one app.
CREATE INDEX deployments_by_app ON actions (cluster, app, started_ms);
