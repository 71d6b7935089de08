-- Who has an archive: an account or a room. Every table that holds something of an owner has its archive_id,
-- and refers to this table with ON DELETE CASCADE, but for the log: it is too large to be deleted in one go,
-- and a foreign key would cost every insert a look at this table (see erasure).
CREATE TABLE archive (
    archive_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner      text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE account (
    archive_id bigint PRIMARY KEY REFERENCES archive ON DELETE CASCADE,
    domain     text COLLATE "C" NOT NULL,
    localpart  text COLLATE "C" NOT NULL,
    disabled   boolean NOT NULL,
    admin      boolean NOT NULL,
    created    timestamptz NOT NULL,
    UNIQUE (domain, localpart)
);

CREATE TABLE verifier (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    hash       text NOT NULL,
    iterations integer NOT NULL,
    salt       bytea NOT NULL,
    stored_key bytea NOT NULL,
    server_key bytea NOT NULL,
    PRIMARY KEY (archive_id, hash)
);

-- Versions start at the account's creation in milliseconds, so that an account made anew under an old address
-- never repeats a version that a client may still remember. Changes after `oldest` can be told.
CREATE TABLE roster (
    archive_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    version    bigint NOT NULL,
    oldest     bigint NOT NULL
);

-- A removed item stays as a tombstone until newer ones push it out.
CREATE TABLE roster_item (
    archive_id   bigint NOT NULL REFERENCES roster ON DELETE CASCADE,
    contact      text COLLATE "C" NOT NULL,
    version      bigint NOT NULL,
    removed      boolean NOT NULL,
    name         text,
    groups       text[] NOT NULL,
    subscription text NOT NULL,
    listed       boolean NOT NULL,
    ask          boolean NOT NULL,
    approved     boolean NOT NULL,
    request      text,
    PRIMARY KEY (archive_id, contact)
);

CREATE INDEX roster_item_version ON roster_item (archive_id, version);

-- Partitioned by id, which is by month; partitions are named log_YYYY_MM (UTC) and made by the committer. There is
-- no default partition, so that months can be attached and detached without a scan.
CREATE TABLE log (
    archive_id      bigint NOT NULL,
    id              bigint NOT NULL,
    prev            bigint NOT NULL,
    inbound         bigint,
    deliver         boolean NOT NULL,
    until_delivered boolean NOT NULL,
    stream          text,
    conversation    text NOT NULL,
    resource        text,
    stanza          bytea NOT NULL,
    PRIMARY KEY (archive_id, id)
) PARTITION BY RANGE (id);

COMMENT ON COLUMN log.prev IS 'the id before it in its archive, 0 for the first';
COMMENT ON COLUMN log.stream IS 'in the first row of a message only: the managed stream it came by, with its inbound number';
COMMENT ON COLUMN log.resource IS 'of the address to deliver to; null for the bare address';

-- All ids ever given are at most `high`, whatever the wall clock says; one row.
CREATE TABLE log_clock (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    high    bigint NOT NULL
);

INSERT INTO log_clock (high) VALUES (0);

CREATE TABLE delivery_cursor (
    archive_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    acked      bigint NOT NULL
);

CREATE TABLE delivery_exception (
    archive_id bigint NOT NULL REFERENCES delivery_cursor ON DELETE CASCADE,
    id         bigint NOT NULL,
    PRIMARY KEY (archive_id, id)
);

-- Removed owners whose log rows are still being deleted; a removal that was cut short goes on from here.
CREATE TABLE erasure (
    archive_id bigint PRIMARY KEY,
    owner      text COLLATE "C" NOT NULL
);
