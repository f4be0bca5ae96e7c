-- The name in lower case, for a filter that does not mind capitals beyond ASCII either.
ALTER TABLE roles ADD COLUMN folded_name TEXT NOT NULL DEFAULT '';
UPDATE roles SET folded_name = LOWER(name);

-- The members of a role in the order in which lists show them.
DROP INDEX user_roles_by_role;
CREATE INDEX user_roles_by_age ON user_roles (tenant_id, role_id, created_at, user_id);

-- Whom an entry is about. Statistics count by type and day.
ALTER TABLE logs ADD COLUMN user_id TEXT;
CREATE INDEX logs_by_user ON logs (tenant_id, user_id, log_id);
CREATE INDEX logs_by_type ON logs (tenant_id, type, logged_at, user_id);

-- Ending a session ends what rests on it.
CREATE INDEX refresh_token_families_by_session ON refresh_token_families (tenant_id, session_id);
