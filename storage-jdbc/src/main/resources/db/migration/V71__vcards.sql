-- What accounts say of themselves (XEP-0054).
CREATE TABLE vcard (
    archive_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    xml        text NOT NULL,
    photo      text
);

COMMENT ON COLUMN vcard.photo IS 'SHA-1 of the picture in it, hexadecimal';
