-- The single writer numbers rows as it inserts them: dense, in commit order.
CREATE TABLE journal (
    position   INTEGER PRIMARY KEY,
    at_ms      bigint NOT NULL,
    type       text   NOT NULL,
    subject_id bytea  NOT NULL,
    actor_id   bytea,
    audience   bytea  NOT NULL,           -- ids of 16 bytes, one after the other
    data       text   NOT NULL            -- a JSON object
);
CREATE INDEX journal_subject ON journal (subject_id);
