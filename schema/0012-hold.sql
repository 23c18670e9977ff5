-- A hold is a claim that no booking has yet: kind 1, booking_id its own id, client_id who holds it.
-- Booking it in time releases it and claims the same interval for the booking.
ALTER TABLE claim ADD COLUMN kind bigint NOT NULL DEFAULT 0; -- enum claim_kind
CREATE INDEX claim_holder ON claim (client_id) WHERE kind = 1 AND released_ms IS NULL;
