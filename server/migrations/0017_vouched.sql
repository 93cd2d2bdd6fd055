-- What vouched for the client certificate by whose rights an action goes on, as JSON; NULL for other ways in. What was begun
-- by a certificate before this was kept is let go on by somebody else.
ALTER TABLE actions ADD COLUMN behalf_vouched TEXT;
