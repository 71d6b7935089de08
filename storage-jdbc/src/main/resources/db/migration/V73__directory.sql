-- Who wants to be found (XEP-0055), by each field of theirs.
CREATE TABLE directory (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    field      text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    shown      text NOT NULL,
    PRIMARY KEY (archive_id, field)
);

CREATE INDEX directory_key ON directory (field, key);

COMMENT ON COLUMN directory.key IS 'as it is compared';
