-- Providers (an account that offers services; same id), their services, favourites.
-- Places are microdegrees (WGS 84). Lists and open-ended parts are JSON text.

CREATE TABLE provider (
    id                   bytea  NOT NULL PRIMARY KEY REFERENCES account (id),
    display_name         text   NOT NULL, -- copy of the account's, changed with it
    headline             text   NOT NULL,
    bio                  text   NOT NULL,
    roles                text   NOT NULL, -- JSON array, lower case
    location_label       text,
    latitude_e6          bigint,
    longitude_e6         bigint,
    service_radius_miles bigint,          -- NULL: anywhere
    hourly_rate_minor    bigint,
    day_rate_minor       bigint,
    currency             text   NOT NULL, -- ISO 4217
    time_zone            text   NOT NULL,
    capacity             bigint NOT NULL, -- concurrent bookings
    portfolio            text   NOT NULL, -- JSON array of {title, url, kind}
    verified             bigint NOT NULL,
    rating_sum           bigint NOT NULL, -- of published reviews, 1…5 each
    rating_count         bigint NOT NULL,
    booking_count        bigint NOT NULL, -- as provider
    created_ms           bigint NOT NULL,
    updated_ms           bigint NOT NULL
);
CREATE INDEX provider_place ON provider (latitude_e6, longitude_e6);

CREATE TABLE service (
    id                        bytea  NOT NULL PRIMARY KEY,
    provider_id               bytea  NOT NULL REFERENCES provider (id),
    title                     text   NOT NULL,
    description               text   NOT NULL,
    service_type              text   NOT NULL, -- upper case: MIXING
    active                    bigint NOT NULL,
    duration_minutes          bigint,          -- fixed; else min…max by step
    min_minutes               bigint NOT NULL,
    max_minutes               bigint NOT NULL,
    step_minutes              bigint NOT NULL,
    rate_type                 bigint NOT NULL, -- 0 hourly, 1 day, 2 fixed
    rate_minor                bigint,          -- NULL: the provider's own
    buffer_before_minutes     bigint NOT NULL,
    buffer_after_minutes      bigint NOT NULL,
    min_notice_minutes        bigint NOT NULL,
    window_days               bigint NOT NULL,
    max_concurrent_per_client bigint,
    max_per_day               bigint,
    max_per_week              bigint,
    seats                     bigint NOT NULL,
    acceptance                bigint NOT NULL, -- 0 request, 1 instant
    payment                   bigint NOT NULL, -- 0 none, 1 after, 2 escrow, 3 upfront, 4 invoice
    approval                  bigint NOT NULL, -- 0 none, 1 client
    revisions                 bigint NOT NULL, -- included
    pending_blocks            bigint NOT NULL,
    request_ttl_hours         bigint NOT NULL,
    cancellation_policy       text   NOT NULL, -- JSON
    is_remote                 bigint NOT NULL, -- can be done remotely
    is_in_person              bigint NOT NULL,
    questions                 text   NOT NULL, -- JSON array
    created_ms                bigint NOT NULL,
    updated_ms                bigint NOT NULL
);
CREATE INDEX service_provider ON service (provider_id, created_ms);
CREATE INDEX service_by_type ON service (service_type);

CREATE TABLE favorite (
    account_id  bytea  NOT NULL REFERENCES account (id),
    provider_id bytea  NOT NULL REFERENCES provider (id),
    created_ms  bigint NOT NULL,
    PRIMARY KEY (account_id, provider_id)
);
