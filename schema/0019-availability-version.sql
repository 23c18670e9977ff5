-- Counts the saves of a provider's hours, so that two who change them do not overwrite each other.
ALTER TABLE availability ADD COLUMN version bigint NOT NULL DEFAULT 1;
