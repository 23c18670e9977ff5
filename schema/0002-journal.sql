-- Cursors of followers, timers, and the outbox. The journal itself differs by driver.

CREATE TABLE follower (
    name       text   NOT NULL PRIMARY KEY,
    position   bigint NOT NULL,
    updated_ms bigint NOT NULL
);

CREATE TABLE timer (
    kind       text   NOT NULL,
    subject_id bytea  NOT NULL,
    due_ms     bigint NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX timer_due ON timer (due_ms);

CREATE TABLE outbox (
    id              bytea  NOT NULL PRIMARY KEY,
    channel         text   NOT NULL,
    idempotency_key text   NOT NULL UNIQUE,
    payload         text   NOT NULL,
    state           bigint NOT NULL,      -- 0 waiting, 1 done, 2 given up
    attempts        bigint NOT NULL,
    next_ms         bigint NOT NULL,      -- when to try next
    last_reply      text,
    created_ms      bigint NOT NULL,
    updated_ms      bigint NOT NULL
);
CREATE INDEX outbox_next ON outbox (next_ms) WHERE state = 0;
