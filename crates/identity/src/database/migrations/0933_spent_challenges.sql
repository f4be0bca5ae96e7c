-- Challenges of forms that were answered: each is good once.
CREATE TABLE spent_challenges (
    tenant_id      TEXT NOT NULL,
    challenge_hash TEXT NOT NULL,
    expires_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, challenge_hash)
);
CREATE INDEX spent_challenges_by_expiry ON spent_challenges (tenant_id, expires_at);
