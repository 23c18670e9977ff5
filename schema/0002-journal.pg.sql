-- Sequences commit out of order, so `position` is stamped after commit by one node at a time.
CREATE TABLE journal (
    sequence   bigserial PRIMARY KEY,
    position   bigint UNIQUE,
    at_ms      bigint NOT NULL,
    type       text   NOT NULL,
    subject_id bytea  NOT NULL,
    actor_id   bytea,
    audience   bytea  NOT NULL,
    data       text   NOT NULL
);
CREATE INDEX journal_unstamped ON journal (sequence) WHERE position IS NULL;
CREATE INDEX journal_subject ON journal (subject_id, position);
