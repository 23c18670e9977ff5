-- A conversation is listed by its newest message: when that was stands with the booking, so that one side's
-- conversations are read in order, a page at a time, however many bookings it has.
ALTER TABLE booking ADD COLUMN last_message_ms bigint; -- NULL: nobody has said anything
UPDATE booking SET last_message_ms = (SELECT max(created_ms) FROM message WHERE booking_id = booking.id);
CREATE INDEX booking_client_thread ON booking (client_id, last_message_ms, id) WHERE last_message_ms IS NOT NULL;
CREATE INDEX booking_provider_thread ON booking (provider_id, last_message_ms, id) WHERE last_message_ms IS NOT NULL;
