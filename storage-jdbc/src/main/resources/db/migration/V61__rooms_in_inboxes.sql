-- Members of a room count what was said since: nothing older is unread to them.
ALTER TABLE room_affiliate ADD COLUMN since bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN room_affiliate.since IS 'the newest entry of the room''s archive when they became a member';

-- Derived by the reader "inbox", as conversations are: a row per room, per message, and per member who has ever read or
-- said something; none per member and message.
CREATE TABLE room_conversation (
    archive_id       bigint PRIMARY KEY,
    last_id          bigint NOT NULL,
    shown_id         bigint NOT NULL,
    shown_message_id text COLLATE "C",
    shown_sender     text COLLATE "C"
) WITH (fillfactor = 80);

COMMENT ON COLUMN room_conversation.last_id IS 'newest entry of any kind';
COMMENT ON COLUMN room_conversation.shown_id IS 'newest message, or the newest correction of that one';
COMMENT ON COLUMN room_conversation.shown_message_id IS 'its id as its sender gave it';
COMMENT ON COLUMN room_conversation.shown_sender IS 'bare address, null for the room itself';

CREATE TABLE room_message (
    archive_id bigint NOT NULL,
    id         bigint NOT NULL,
    sender     text COLLATE "C",
    PRIMARY KEY (archive_id, id)
);

COMMENT ON TABLE room_message IS 'what counts as unread to those who have not read so far; not what was retracted';

CREATE TABLE room_read (
    archive_id bigint NOT NULL,
    jid        text COLLATE "C" NOT NULL,
    read_id    bigint NOT NULL,
    PRIMARY KEY (archive_id, jid)
) WITH (fillfactor = 80);

CREATE INDEX room_read_jid ON room_read (jid);

-- What rooms have already is derived, too.
UPDATE follower SET position = 0 WHERE name = 'inbox';
