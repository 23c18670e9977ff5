-- One conversation a booking. `sequence` is 1, 2, 3 … within it: the reader's resume point.
CREATE TABLE message (
    booking_id bytea  NOT NULL REFERENCES booking (id),
    sequence   bigint NOT NULL,
    id         bytea  NOT NULL UNIQUE,
    sender_id  bytea  NOT NULL REFERENCES account (id),
    content    text   NOT NULL,
    created_ms bigint NOT NULL,
    PRIMARY KEY (booking_id, sequence)
);
