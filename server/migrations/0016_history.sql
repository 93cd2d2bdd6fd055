-- A row is a block of buckets: an hour of minutes (1), a day of hours (2), 32 days of days (3). What is written in one
-- minute stands together.
CREATE TABLE history (
    cluster TEXT NOT NULL,
    resolution BIGINT NOT NULL,
    from_ms BIGINT NOT NULL,
    subject TEXT NOT NULL,
    points TEXT NOT NULL,
    PRIMARY KEY (cluster, resolution, from_ms, subject)
);
