-- What messages say, by words (XEP-0431); in months named search_YYYY_MM like those of the log, made by the reader that
-- fills it. Each vector holds '#' and its archive_id as one more word, so that the index finds words of one archive.
CREATE TABLE search (
    archive_id bigint NOT NULL,
    id         bigint NOT NULL,
    words      tsvector NOT NULL,
    PRIMARY KEY (archive_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX search_words ON search USING gin (words);

-- Names of the text search configurations that an archive's messages were indexed with, beside `simple`.
CREATE TABLE search_language (
    archive_id bigint NOT NULL,
    language   text COLLATE "C" NOT NULL,
    PRIMARY KEY (archive_id, language)
);

INSERT INTO follower (name, position) VALUES ('search', 0);
