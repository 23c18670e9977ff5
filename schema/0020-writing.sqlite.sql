-- A timer stands in its key: one tree less to write to for each.
CREATE TABLE timer_by_key (
    kind       text   NOT NULL,
    subject_id bytea  NOT NULL,
    due_ms     bigint NOT NULL,
    failures   bigint NOT NULL,
    PRIMARY KEY (kind, subject_id)
) WITHOUT ROWID;
INSERT INTO timer_by_key (kind, subject_id, due_ms, failures)
    SELECT kind, subject_id, due_ms, failures FROM timer;
DROP TABLE timer;
ALTER TABLE timer_by_key RENAME TO timer;
CREATE INDEX timer_due ON timer (kind, due_ms);
