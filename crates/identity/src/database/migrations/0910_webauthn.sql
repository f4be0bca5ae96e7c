-- What was asked of an authenticator and is not answered yet, one question for each place that asks: a new one replaces
-- the one before.
CREATE TABLE webauthn_challenges (
    tenant_id      TEXT NOT NULL,
    place_hash     TEXT NOT NULL,
    question       TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, place_hash)
);
CREATE INDEX webauthn_challenges_by_expiry ON webauthn_challenges (tenant_id, expires_at);

-- A credential belongs to one user; whoever signs in without a name is found by it.
ALTER TABLE authentication_methods ADD COLUMN credential_id TEXT;
CREATE UNIQUE INDEX authentication_methods_by_credential ON authentication_methods (tenant_id, credential_id);
