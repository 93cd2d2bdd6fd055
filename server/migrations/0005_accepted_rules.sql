-- The rules of the lint whose errors stood in a template when it was saved, and were accepted (JSON); NULL: not known.
ALTER TABLE app_revisions ADD COLUMN accepted TEXT;
