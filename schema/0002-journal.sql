-- Cursors of followers, timers, and the outbox. The journal itself differs by driver.

CREATE TABLE follower (
    name       text   NOT NULL PRIMARY KEY,
    position   bigint NOT NULL,           -- of the last entry it has followed; 0: none yet
    updated_ms bigint NOT NULL
);

CREATE TABLE timer (
    kind       text   NOT NULL,
    subject_id bytea  NOT NULL,
    due_ms     bigint NOT NULL,
    failures   bigint NOT NULL,           -- how often firing it has failed since it was set
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX timer_due ON timer (kind, due_ms);

CREATE TABLE outbox (
    id              bytea  NOT NULL PRIMARY KEY,
    channel         text   NOT NULL,
    idempotency_key text   NOT NULL UNIQUE,
    payload         text   NOT NULL,
    state           bigint NOT NULL,      -- 0 waiting, 1 done, 2 given up
    attempts        bigint NOT NULL,      -- begun, the one under way included
    next_ms         bigint NOT NULL,      -- when to try next; while one is sending: its lease
    last_reply      text,
    created_ms      bigint NOT NULL,
    updated_ms      bigint NOT NULL
);
CREATE INDEX outbox_next ON outbox (channel, next_ms) WHERE state = 0;
