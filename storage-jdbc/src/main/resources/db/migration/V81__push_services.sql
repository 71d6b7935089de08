-- Where accounts want notifications to be published (XEP-0357).
CREATE TABLE push_service (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    service    text COLLATE "C" NOT NULL,
    node       text COLLATE "C" NOT NULL,
    resource   text NOT NULL,
    options    text,
    PRIMARY KEY (archive_id, service, node)
);

COMMENT ON COLUMN push_service.node IS 'empty where the client named none';
COMMENT ON COLUMN push_service.resource IS 'of the client that enabled it last';
COMMENT ON COLUMN push_service.options IS 'publish-options as a form (XEP-0004), which may hold secrets of the service';
