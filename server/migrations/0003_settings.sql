-- How an app is deployed, beside its template of the same revision: JSON, in which what is absent is as usual.
ALTER TABLE app_revisions ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
