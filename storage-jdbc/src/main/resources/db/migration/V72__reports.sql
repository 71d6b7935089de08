-- What accounts have reported of others (XEP-0377). The two arrays are of the same length.
CREATE TABLE report (
    report_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    archive_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    reported    text COLLATE "C" NOT NULL,
    reason      text NOT NULL,
    text        text,
    message_by  text[] NOT NULL,
    message_ids text[] NOT NULL,
    for_origin  boolean NOT NULL,
    for_others  boolean NOT NULL
);

CREATE INDEX report_account ON report (archive_id, report_id);

COMMENT ON COLUMN report.archive_id IS 'of the reporter';
