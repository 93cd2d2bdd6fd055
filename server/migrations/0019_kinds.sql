-- What deployments are looked for by, read from the JSON that holds it: nobody has to know in which order that was written.
-- Absent where it can't be read.
ALTER TABLE actions ADD COLUMN state_kind TEXT
    GENERATED ALWAYS AS (CASE WHEN json_valid(state) THEN json_extract(state, '$.kind') END) VIRTUAL;
ALTER TABLE actions ADD COLUMN request_kind TEXT
    GENERATED ALWAYS AS (CASE WHEN json_valid(request) THEN json_extract(request, '$.kind') END) VIRTUAL;
