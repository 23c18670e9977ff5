-- Bookings and the projects that group them. Amounts are minor units of `currency`.

CREATE TABLE project (
    id          bytea  NOT NULL PRIMARY KEY,
    owner_id    bytea  NOT NULL REFERENCES account (id),
    title       text   NOT NULL,
    description text   NOT NULL,
    created_ms  bigint NOT NULL,
    updated_ms  bigint NOT NULL
);
CREATE INDEX project_owner ON project (owner_id, created_ms);

CREATE TABLE booking (
    id                   bytea  NOT NULL PRIMARY KEY,
    client_id            bytea  NOT NULL REFERENCES account (id),
    provider_id          bytea  NOT NULL REFERENCES provider (id),
    service_id           bytea  NOT NULL REFERENCES service (id),
    project_id           bytea  REFERENCES project (id),
    status               bigint NOT NULL, -- enum booking_status
    payment_status       bigint NOT NULL, -- enum payment_status
    title                text   NOT NULL,
    description          text   NOT NULL,
    service_type         text   NOT NULL,
    start_ms             bigint NOT NULL,
    end_ms               bigint NOT NULL,
    time_zone            text   NOT NULL, -- of the place
    location_label       text,
    latitude_e6          bigint,
    longitude_e6         bigint,
    is_remote            bigint NOT NULL,
    rate_type            bigint NOT NULL,
    rate_minor           bigint NOT NULL,
    total_minor          bigint NOT NULL,
    currency             text   NOT NULL,
    quote                text   NOT NULL, -- JSON lines, as agreed
    policy               text   NOT NULL, -- JSON: the service's policies, as agreed
    deliverables         text   NOT NULL, -- JSON array
    company              text,
    special_requirements text,
    purpose              text,
    answers              text   NOT NULL, -- JSON array of {question, answer}
    outcome              text,
    revisions_used       bigint NOT NULL,
    expires_ms           bigint,          -- of a pending request
    created_ms           bigint NOT NULL,
    updated_ms           bigint NOT NULL,
    completed_ms         bigint
);
CREATE INDEX booking_client ON booking (client_id, start_ms);
CREATE INDEX booking_provider ON booking (provider_id, start_ms);
