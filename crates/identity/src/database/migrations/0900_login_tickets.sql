-- People who proved who they are on an application's own page, until their browser comes to finish the login.
CREATE TABLE login_tickets (
    tenant_id      TEXT NOT NULL,
    ticket_hash    TEXT NOT NULL,
    verifier_hash  TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    origin         TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    connection     TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, ticket_hash)
);
CREATE INDEX login_tickets_by_expiry ON login_tickets (tenant_id, expires_at);
