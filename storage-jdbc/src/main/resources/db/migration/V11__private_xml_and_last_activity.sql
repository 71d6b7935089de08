-- Private XML (XEP-0049), by the name of the elements; what is stored is the whole query element.
CREATE TABLE private_xml (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    namespace  text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    xml        text NOT NULL,
    PRIMARY KEY (archive_id, namespace, name)
);

CREATE TABLE last_activity (
    archive_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    seen       bigint NOT NULL,
    status     text
);

COMMENT ON COLUMN last_activity.seen IS 'milliseconds since 1970';
COMMENT ON COLUMN last_activity.status IS 'what the last resource said as it left';
