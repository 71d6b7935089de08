-- Nodes of publish-subscribe (XEP-0060), of accounts and of services; a service's archive has its domain as owner.
CREATE TABLE pubsub_node (
    node_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    archive_id bigint NOT NULL REFERENCES archive ON DELETE CASCADE,
    node       text COLLATE "C" NOT NULL,
    creator    text NOT NULL,
    created    timestamptz NOT NULL,
    config     text NOT NULL,
    items      bigint NOT NULL,
    position   bigint NOT NULL,
    UNIQUE (archive_id, node)
);

COMMENT ON COLUMN pubsub_node.config IS 'for the feature to read';
COMMENT ON COLUMN pubsub_node.items IS 'how many rows pubsub_item has of it';
COMMENT ON COLUMN pubsub_node.position IS 'the highest ever given to an item';

CREATE TABLE pubsub_item (
    archive_id bigint NOT NULL,
    node_id    bigint NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    item       text COLLATE "C" NOT NULL,
    position   bigint NOT NULL,
    creation   bigint NOT NULL,
    publisher  text NOT NULL,
    published  timestamptz NOT NULL,
    payload    text,
    PRIMARY KEY (node_id, item)
);

CREATE UNIQUE INDEX pubsub_item_position ON pubsub_item (node_id, position);
CREATE UNIQUE INDEX pubsub_item_creation ON pubsub_item (node_id, creation);

COMMENT ON COLUMN pubsub_item.position IS 'the order of publishing, counted in the node';
COMMENT ON COLUMN pubsub_item.creation IS 'the position that the first item of this id had';

CREATE TABLE pubsub_affiliation (
    archive_id  bigint NOT NULL,
    node_id     bigint NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    jid         text COLLATE "C" NOT NULL,
    affiliation text NOT NULL,
    PRIMARY KEY (node_id, jid)
);

CREATE INDEX pubsub_affiliation_jid ON pubsub_affiliation (jid, archive_id);

CREATE TABLE pubsub_subscription (
    archive_id bigint NOT NULL,
    node_id    bigint NOT NULL REFERENCES pubsub_node ON DELETE CASCADE,
    jid        text COLLATE "C" NOT NULL,
    bare       text COLLATE "C" NOT NULL,
    subid      text NOT NULL,
    state      text NOT NULL,
    options    text NOT NULL,
    expires    timestamptz,
    PRIMARY KEY (node_id, jid)
);

CREATE INDEX pubsub_subscription_bare ON pubsub_subscription (bare, archive_id);
CREATE INDEX pubsub_subscription_pending ON pubsub_subscription (node_id) WHERE state = 'PENDING';

COMMENT ON COLUMN pubsub_subscription.bare IS 'jid without its resource';
