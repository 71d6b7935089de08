-- What administrators want accounts to be told (XEP-0133).
CREATE TABLE service_message (
    domain text COLLATE "C" NOT NULL,
    kind   text NOT NULL,
    text   text NOT NULL,
    since  timestamptz NOT NULL,
    PRIMARY KEY (domain, kind)
);

CREATE TABLE service_message_told (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    kind       text NOT NULL,
    since      timestamptz NOT NULL,
    PRIMARY KEY (archive_id, kind)
);

COMMENT ON COLUMN service_message_told.since IS 'of the message that the account was told last';
