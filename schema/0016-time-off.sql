-- What else opens and closes a provider's time.

-- Closed whatever the rest opens. Whole days (is_wall 1) are wall time as if it were UTC, so that they
-- follow the provider's zone; else instants. Half-open.
CREATE TABLE availability_time_off (
    provider_id bytea  NOT NULL REFERENCES provider (id),
    start_ms    bigint NOT NULL,
    end_ms      bigint NOT NULL,
    is_wall     bigint NOT NULL,
    note        text,                      -- the provider's own, shown to nobody else
    PRIMARY KEY (provider_id, start_ms, end_ms, is_wall)
);

-- Recurrence rules (RFC 5545) as JSON: [[rrule, first day, start minute, end minute, last day]…], the
-- last day of a rule that ends, else null.
ALTER TABLE availability ADD COLUMN rules text NOT NULL DEFAULT '[]';
