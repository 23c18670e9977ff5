-- What calling a booking off did, and the start that its cancellation policy counts from: moving the
-- booking later does not move that.
ALTER TABLE booking ADD COLUMN anchor_ms bigint NOT NULL DEFAULT 0;
UPDATE booking SET anchor_ms = start_ms;
ALTER TABLE booking ADD COLUMN cancelled_by bigint;        -- 1 client, 2 provider
ALTER TABLE booking ADD COLUMN cancelled_ms bigint;
ALTER TABLE booking ADD COLUMN refund_basis_points bigint; -- of the price: 10000 is all of it
ALTER TABLE booking ADD COLUMN refund_minor bigint;
