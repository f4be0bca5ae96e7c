-- Devices that wait for somebody to let them in (RFC 8628). Device code and user code are fingerprints.
CREATE TABLE device_codes (
    tenant_id      TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    user_code_hash TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    request        TEXT NOT NULL,
    state          TEXT NOT NULL,
    user_id        TEXT,
    answer         TEXT,
    polled_at      BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code_hash)
);
CREATE UNIQUE INDEX device_codes_by_user_code ON device_codes (tenant_id, user_code_hash);
CREATE INDEX device_codes_by_expiry ON device_codes (tenant_id, expires_at);
CREATE INDEX device_codes_by_user ON device_codes (tenant_id, user_id);
