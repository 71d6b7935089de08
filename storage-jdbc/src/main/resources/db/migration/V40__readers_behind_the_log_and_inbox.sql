-- Readers behind the log go through the entries of all archives in the order of ids. An expression, so that no plan for
-- one archive takes this index when statistics know nothing of the newest ids.
CREATE INDEX log_order ON log ((id + 0));

-- How far each reader has come; moved in the transaction that writes what it derived. Set back to 0, it forgets that
-- and begins anew.
CREATE TABLE follower (
    name     text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
) WITH (fillfactor = 50);

INSERT INTO follower (name, position) VALUES ('inbox', 0);

-- What readers derive does not refer to its archive: a removed owner's rows are deleted with those of the log, once
-- no reader can write more of them.
CREATE TABLE conversation (
    archive_id       bigint NOT NULL,
    partner          text COLLATE "C" NOT NULL,
    last_id          bigint NOT NULL,
    shown_id         bigint NOT NULL,
    shown_message_id text COLLATE "C",
    shown_own        boolean NOT NULL,
    read_id          bigint NOT NULL,
    unread           integer NOT NULL,
    PRIMARY KEY (archive_id, partner)
) WITH (fillfactor = 80);

COMMENT ON COLUMN conversation.last_id IS 'newest entry of any kind';
COMMENT ON COLUMN conversation.shown_id IS 'newest message, or the newest correction of that one';
COMMENT ON COLUMN conversation.shown_message_id IS 'its id as its sender gave it';
COMMENT ON COLUMN conversation.read_id IS 'everything up to there is read, 0 for nothing';

CREATE TABLE unread (
    archive_id bigint NOT NULL,
    partner    text COLLATE "C" NOT NULL,
    id         bigint NOT NULL,
    message_id text COLLATE "C",
    counts     boolean NOT NULL,
    PRIMARY KEY (archive_id, partner, id)
);

COMMENT ON COLUMN unread.counts IS 'false for corrections, which markers may name as well';
