-- Messages whose senders gave them an origin-id, each in the archive of its first row, to know them again when they
-- are sent once more. Partitioned by id, which is by week; partitions are named origin_YYYY_MM_DD by their first day
-- (UTC), made and dropped by the committer. No foreign key and no default partition, as for log.
CREATE TABLE origin (
    archive_id bigint NOT NULL,
    digest     bytea NOT NULL,
    id         bigint NOT NULL,
    entries    integer NOT NULL,
    PRIMARY KEY (archive_id, digest, id)
) PARTITION BY RANGE (id);

COMMENT ON COLUMN origin.digest IS 'of sender, recipient, origin-id and content';
COMMENT ON COLUMN origin.id IS 'of the first row of the message; those of its other rows follow without a gap';
COMMENT ON COLUMN origin.entries IS 'how many rows it has in log';
