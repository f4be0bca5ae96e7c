-- What housekeeping looks for. The indexes are partial: rows that can't be due cost nothing.
CREATE INDEX refresh_token_families_by_expiry ON refresh_token_families (tenant_id, expires_at)
    WHERE expires_at IS NOT NULL;
CREATE INDEX refresh_token_families_by_revocation ON refresh_token_families (tenant_id, revoked_at)
    WHERE revoked_at IS NOT NULL;
CREATE INDEX refresh_tokens_by_idle_expiry ON refresh_tokens (tenant_id, idle_expires_at)
    WHERE idle_expires_at IS NOT NULL;
