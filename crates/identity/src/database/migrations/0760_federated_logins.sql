-- People who were sent to another identity provider and have not come back yet. What has to come back unchanged is sealed.
CREATE TABLE federated_logins (
    tenant_id      TEXT NOT NULL,
    state_hash     TEXT NOT NULL,
    browser_hash   TEXT NOT NULL,
    connection_id  TEXT NOT NULL,
    sealed_detail  TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE INDEX federated_logins_by_expiry ON federated_logins (tenant_id, expires_at);

-- The tokens that the provider of an account gave, sealed.
ALTER TABLE identities ADD COLUMN sealed_tokens TEXT;
