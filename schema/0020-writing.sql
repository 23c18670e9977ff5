-- What every booking writes is kept small: an index that another one can stand for costs each of them a page.
-- Whoever reads notices reads all up to one of them, so those unread are the newest: the key finds them.
DROP INDEX notification_unread;
-- What somebody holds, by when it ends: read in that order, there is nothing to sort.
DROP INDEX claim_holder;
CREATE INDEX claim_holder ON claim (client_id, expires_ms) WHERE kind = 1 AND released_ms IS NULL;
