-- What a hold agreed to beside its time: so that what is held can be booked, whatever its provider
-- offers by then. One row a hold, which stays with its claim.
CREATE TABLE hold_terms (
    id           bytea  NOT NULL PRIMARY KEY, -- the hold's: its claim's
    is_remote    bigint NOT NULL,
    is_own_place bigint NOT NULL,             -- nobody said where: at the provider's, as it was
    rate_type    bigint NOT NULL,             -- the service's: enum rate_type
    hourly_minor bigint,                      -- what could be chosen; NULL: not charged that way
    day_minor    bigint,
    fixed_minor  bigint,
    currency     text   NOT NULL
);
