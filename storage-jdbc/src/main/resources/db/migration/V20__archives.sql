ALTER TABLE archive ADD COLUMN floor bigint NOT NULL DEFAULT 0;
ALTER TABLE archive ADD COLUMN retention integer;

COMMENT ON COLUMN archive.floor IS 'the newest entry that is gone because of its age; 0 when none is';
COMMENT ON COLUMN archive.retention IS 'days, as chosen for this owner: 0 until delivered, 2147483647 for ever; null for what the domain has';

ALTER TABLE log_clock ADD COLUMN floor bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN log_clock.floor IS 'all entries up to here are gone, with their whole months';

-- What an account wants to be kept (XEP-0441).
CREATE TABLE archive_preference (
    archive_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    behaviour  text NOT NULL
);

COMMENT ON COLUMN archive_preference.behaviour IS 'for everybody who is not listed: ALWAYS, ROSTER or NEVER';

CREATE TABLE archive_choice (
    archive_id bigint NOT NULL REFERENCES archive_preference ON DELETE CASCADE,
    keep       boolean NOT NULL,
    address    text COLLATE "C" NOT NULL,
    PRIMARY KEY (archive_id, keep, address)
);
