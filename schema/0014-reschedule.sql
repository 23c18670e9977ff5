-- Another time that one side has asked for while the booking is confirmed. It is claimed beside the
-- old one (claims of kind 2) until the other side answers or it expires.
ALTER TABLE booking ADD COLUMN proposed_by bigint; -- 1 client, 2 provider; NULL: none is open
ALTER TABLE booking ADD COLUMN proposed_start_ms bigint;
ALTER TABLE booking ADD COLUMN proposed_end_ms bigint;
ALTER TABLE booking ADD COLUMN proposal_expires_ms bigint;
