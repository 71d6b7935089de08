-- Tokens that clients log in with in place of a password (XEP-0484). None can be made of what stands here alone.
CREATE TABLE login_token (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    client     uuid NOT NULL,
    id         uuid NOT NULL,
    mechanism  text COLLATE "C" NOT NULL,
    issued     timestamptz NOT NULL,
    expires    timestamptz NOT NULL,
    used       timestamptz,
    count      bigint NOT NULL,
    software   text,
    device     text,
    PRIMARY KEY (archive_id, client, id)
);

COMMENT ON COLUMN login_token.client IS 'the installation of the client that it was issued to';
COMMENT ON COLUMN login_token.count IS 'the highest that came with it, -1 for none';
