-- Accounts, sessions, API tokens, and stored replies of idempotent calls.
-- Instants are milliseconds UTC; ids are 16-byte UUIDv7.

CREATE TABLE account (
    id            bytea  NOT NULL PRIMARY KEY,
    email         text   NOT NULL UNIQUE, -- lower case
    password_hash text,                   -- argon2id, self-describing; NULL: cannot log in
    display_name  text   NOT NULL,
    time_zone     text   NOT NULL,        -- IANA
    roles         bigint NOT NULL,        -- bits: 1 client, 2 provider, 4 mediator, 8 admin
    created_ms    bigint NOT NULL,
    updated_ms    bigint NOT NULL
);

-- A session (kind 0: log-in) or an API token (kind 1). Only the token's SHA-256 is kept.
CREATE TABLE session (
    id         bytea  NOT NULL PRIMARY KEY,
    account_id bytea  NOT NULL REFERENCES account (id),
    token_hash bytea  NOT NULL UNIQUE,
    kind       bigint NOT NULL,
    label      text   NOT NULL,           -- user agent, or the token's name
    created_ms bigint NOT NULL,
    expires_ms bigint,                    -- NULL: never
    revoked_ms bigint
);
CREATE INDEX session_account ON session (account_id, created_ms);

-- The reply of a call that carried an Idempotency-Key, for 24 hours.
CREATE TABLE idempotency (
    actor_id     bytea  NOT NULL,
    operation    text   NOT NULL,
    key          text   NOT NULL,
    place        bigint NOT NULL,         -- in a batch
    request_hash bytea  NOT NULL,         -- SHA-256 of the canonical input
    reply        text   NOT NULL,         -- the operation's output as JSON
    created_ms   bigint NOT NULL,
    PRIMARY KEY (actor_id, operation, key, place)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);
