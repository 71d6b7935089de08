-- Whom an account blocks (XEP-0191): prepared addresses of any form.
CREATE TABLE blocked (
    archive_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    address    text COLLATE "C" NOT NULL,
    PRIMARY KEY (archive_id, address)
);
