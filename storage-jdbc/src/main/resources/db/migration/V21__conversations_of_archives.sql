-- Pages of one conversation of an archive, at any depth.
CREATE INDEX log_conversation ON log (archive_id, conversation, id);
