-- Up to where accounts have read, as their clients published it (XEP-0490). Not derived from the log, so it stays when
-- conversations are derived anew.
CREATE TABLE displayed (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    partner    text COLLATE "C" NOT NULL,
    in_room    boolean NOT NULL,
    up_to      bigint NOT NULL,
    PRIMARY KEY (archive_id, partner, in_room)
) WITH (fillfactor = 80);

COMMENT ON COLUMN displayed.partner IS 'the bare address of the other side';
COMMENT ON COLUMN displayed.in_room IS 'whether up_to is an entry of the partner''s archive, a room''s, and not of the account''s';
