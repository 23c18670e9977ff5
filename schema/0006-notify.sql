-- Notices shown in the app: written by a follower of the journal, once per (account, entry).
CREATE TABLE notification (
    account_id bytea  NOT NULL REFERENCES account (id),
    position   bigint NOT NULL,           -- of the journal entry it tells of
    id         bytea  NOT NULL UNIQUE,
    type       text   NOT NULL,           -- of the entry: booking.created …
    booking_id bytea,
    data       text   NOT NULL,           -- of the entry: JSON
    created_ms bigint NOT NULL,
    read_ms    bigint,
    PRIMARY KEY (account_id, position)
);
CREATE INDEX notification_unread ON notification (account_id, position) WHERE read_ms IS NULL;
