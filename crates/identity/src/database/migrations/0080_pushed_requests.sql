-- Authorization requests that clients pushed (RFC 9126), stored under the fingerprint of the address that stands for them.
CREATE TABLE pushed_requests (
    tenant_id    TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    parameters   TEXT NOT NULL,
    is_signed    SMALLINT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    consumed_at  BIGINT,
    PRIMARY KEY (tenant_id, request_hash)
);
CREATE INDEX pushed_requests_by_expiry ON pushed_requests (tenant_id, expires_at);
