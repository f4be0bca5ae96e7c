-- Sessions that nobody uses any more are ended by housekeeping, so that applications can be told.
CREATE INDEX sessions_by_idle_expiry ON sessions (tenant_id, idle_expires_at);
