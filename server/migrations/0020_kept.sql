-- From which messages the words of a line were said (say::keeping), for whoever reads another language than English. No part
-- of the chain: each counts only where what it says in English is what stands in the line. NULL where it is no message.
ALTER TABLE audit ADD COLUMN kept_summary TEXT;
-- JSON, line by line.
ALTER TABLE audit ADD COLUMN kept_detail TEXT;
ALTER TABLE audit ADD COLUMN kept_note TEXT;
