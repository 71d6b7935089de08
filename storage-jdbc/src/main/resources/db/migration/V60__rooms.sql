-- Rooms (XEP-0045); each has an archive as accounts have.
CREATE TABLE room (
    archive_id   bigint PRIMARY KEY REFERENCES archive ON DELETE CASCADE,
    domain       text COLLATE "C" NOT NULL,
    localpart    text COLLATE "C" NOT NULL,
    name         text NOT NULL,
    settings     text NOT NULL,
    subject      text,
    listed       boolean NOT NULL,
    persistent   boolean NOT NULL,
    members_only boolean NOT NULL,
    vcard        text,
    created      timestamptz NOT NULL
);

CREATE INDEX room_listed ON room (domain, localpart) WHERE listed;
CREATE INDEX room_temporary ON room (domain, localpart) WHERE NOT persistent;

COMMENT ON COLUMN room.settings IS 'all of them, for the feature to read; name and the booleans are taken out of them';
COMMENT ON COLUMN room.subject IS 'the last message that set it';

-- Whom a room knows, local or not. When an account is removed, so are its rows, but for those of outcasts.
CREATE TABLE room_affiliate (
    archive_id  bigint NOT NULL REFERENCES room ON DELETE CASCADE,
    jid         text COLLATE "C" NOT NULL,
    affiliation text NOT NULL,
    nick        text,
    reason      text,
    PRIMARY KEY (archive_id, jid)
);

CREATE INDEX room_affiliate_jid ON room_affiliate (jid, affiliation);

COMMENT ON COLUMN room_affiliate.jid IS 'a bare address; of an outcast it may be a domain';
COMMENT ON COLUMN room_affiliate.affiliation IS 'owner, admin, member, outcast, or none for who has only reserved a nick';
