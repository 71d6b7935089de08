-- How many nodes an owner has, so that nobody has to count them.
CREATE TABLE pubsub_owner (
    archive_id bigint PRIMARY KEY REFERENCES archive ON DELETE CASCADE,
    nodes      bigint NOT NULL
);

INSERT INTO pubsub_owner (archive_id, nodes) SELECT archive_id, count(*) FROM pubsub_node GROUP BY archive_id;

-- Items are deleted in small batches when their node is gone; until then it is noted here.
CREATE TABLE pubsub_waste (
    node_id    bigint PRIMARY KEY,
    archive_id bigint NOT NULL
);

ALTER TABLE pubsub_item DROP CONSTRAINT pubsub_item_node_id_fkey;

-- Where nodes have moved that were deleted.
CREATE TABLE pubsub_moved (
    archive_id bigint NOT NULL REFERENCES archive ON DELETE CASCADE,
    node       text COLLATE "C" NOT NULL,
    creator    text NOT NULL,
    created    timestamptz NOT NULL,
    config     text NOT NULL,
    redirect   text NOT NULL,
    moved      bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (archive_id, node)
);

CREATE INDEX pubsub_subscription_temporary ON pubsub_subscription (bare) WHERE options LIKE '% presence';
