-- When a provider is open, and which of that time is claimed.

-- One row per provider; the zone is the provider's own (provider.time_zone).
CREATE TABLE availability (
    id         bytea  NOT NULL PRIMARY KEY REFERENCES provider (id),
    weekly     text   NOT NULL,           -- JSON: [[weekday 0 Monday…6, start, end]…] wall minutes
    updated_ms bigint NOT NULL
);

-- Hours of one date, in place of the weekly ones; −1, −1: closed all day. Rows of their own, so that
-- a month of slots reads a month of them.
CREATE TABLE availability_exception (
    provider_id  bytea  NOT NULL REFERENCES provider (id),
    day          bigint NOT NULL,         -- days since 1970-01-01
    start_minute bigint NOT NULL,
    end_minute   bigint NOT NULL,         -- at or before the start: runs past midnight
    PRIMARY KEY (provider_id, day, start_minute)
);

-- A half-open interval of a provider's time, buffers included. A row changes only to stop expiring
-- and to be released, once each; the live view is released_ms IS NULL. A claim with expires_ms counts
-- until then.
CREATE TABLE claim (
    id          bytea  NOT NULL PRIMARY KEY,
    provider_id bytea  NOT NULL,
    booking_id  bytea,
    client_id   bytea  NOT NULL,
    service_id  bytea  NOT NULL,
    start_ms    bigint NOT NULL,          -- occupied: work minus buffer before
    end_ms      bigint NOT NULL,          -- occupied: work plus buffer after
    work_start_ms bigint NOT NULL,
    work_end_ms bigint NOT NULL,
    seats       bigint NOT NULL,          -- of the service when claimed: 1, or a group session's
    capacity    bigint NOT NULL,          -- of the provider when claimed
    expires_ms  bigint,                   -- pending requests and holds
    claimed_ms  bigint NOT NULL,
    released_ms bigint,
    CHECK (start_ms < end_ms)
);
CREATE INDEX claim_live ON claim (provider_id, end_ms) WHERE released_ms IS NULL;
CREATE INDEX claim_booking ON claim (booking_id);
