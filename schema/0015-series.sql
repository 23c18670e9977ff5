-- Bookings that repeat: each is one of its own, claimed together with the others.
ALTER TABLE booking ADD COLUMN series_id bytea;     -- NULL: it does not repeat
ALTER TABLE booking ADD COLUMN series_index bigint; -- its place, from 1; a time left out keeps its number
CREATE INDEX booking_series ON booking (series_id, series_index) WHERE series_id IS NOT NULL;
