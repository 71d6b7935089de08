-- Sessions that wait, while the server restarts, for their clients to resume them (XEP-0198).
CREATE TABLE saved_session (
    stream     text COLLATE "C" PRIMARY KEY,
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    resource   text NOT NULL,
    until      timestamptz NOT NULL,
    state      text NOT NULL
);

CREATE INDEX saved_session_account ON saved_session (archive_id);
