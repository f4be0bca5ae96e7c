-- What happened to users and organizations.
CREATE TABLE events (
    tenant_id  TEXT NOT NULL,
    -- Sorts by time.
    position   TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    type       TEXT NOT NULL,
    -- Whether somebody only wanted to see it arrive.
    is_test    SMALLINT NOT NULL,
    -- The event's data.
    document   TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, position)
);
CREATE UNIQUE INDEX events_by_id ON events (tenant_id, event_id);

-- To which streams events are on their way, and where they did not arrive.
CREATE TABLE event_deliveries (
    tenant_id   TEXT NOT NULL,
    stream_id   TEXT NOT NULL,
    event_id    TEXT NOT NULL,
    -- That of the event.
    position    TEXT NOT NULL,
    type        TEXT NOT NULL,
    status      TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    -- When to try; while somebody tries, when another one may.
    due_at      BIGINT NOT NULL,
    -- What came of each try.
    history     TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, stream_id, event_id)
);
CREATE INDEX event_deliveries_by_due ON event_deliveries (tenant_id, stream_id, status, due_at);
CREATE INDEX event_deliveries_by_age ON event_deliveries (tenant_id, created_at);
