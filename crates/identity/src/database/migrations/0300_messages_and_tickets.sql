-- What waits to be sent. A row is committed with what caused it, leased by pushing due_at ahead, and deleted once it is sent.
CREATE TABLE messages (
    tenant_id   TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    sealed      TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, message_id)
);
CREATE INDEX messages_by_due ON messages (tenant_id, due_at);

-- Where messages land in development instead of, or before, they leave.
CREATE TABLE inbox_messages (
    tenant_id   TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    channel     TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    sealed      TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, message_id)
);
CREATE INDEX inbox_messages_by_recipient ON inbox_messages (tenant_id, recipient, created_at);

-- Links that let somebody do one thing once.
CREATE TABLE tickets (
    tenant_id    TEXT NOT NULL,
    ticket_hash  TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    document     TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT,
    PRIMARY KEY (tenant_id, ticket_hash)
);
CREATE INDEX tickets_by_user ON tickets (tenant_id, user_id, purpose);
CREATE INDEX tickets_by_expiry ON tickets (tenant_id, expires_at);
