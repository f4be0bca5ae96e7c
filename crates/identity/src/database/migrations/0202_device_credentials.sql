-- Public keys of devices. Refresh tokens are device credentials, too, and have tables of their own.
CREATE TABLE device_credentials (
    tenant_id      TEXT NOT NULL,
    credential_id  TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    device_id      TEXT NOT NULL,
    device_name    TEXT NOT NULL,
    value          TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, credential_id)
);
CREATE UNIQUE INDEX device_credentials_by_device ON device_credentials (tenant_id, user_id, client_id, device_id);

-- What administrators note about a session or a refresh token: an object of texts.
ALTER TABLE sessions ADD COLUMN metadata TEXT;
ALTER TABLE refresh_token_families ADD COLUMN metadata TEXT;
