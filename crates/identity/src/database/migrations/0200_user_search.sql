-- What searches look for, beside the document: folded where a search does not mind capitals. users/table.rs keeps it.
ALTER TABLE users ADD COLUMN email_key TEXT;
ALTER TABLE users ADD COLUMN email_domain TEXT;
ALTER TABLE users ADD COLUMN email_verified SMALLINT;
ALTER TABLE users ADD COLUMN username TEXT;
ALTER TABLE users ADD COLUMN phone_number TEXT;
ALTER TABLE users ADD COLUMN phone_verified SMALLINT;
ALTER TABLE users ADD COLUMN name_key TEXT;
ALTER TABLE users ADD COLUMN nickname_key TEXT;
ALTER TABLE users ADD COLUMN given_name_key TEXT;
ALTER TABLE users ADD COLUMN family_name_key TEXT;
-- Rows of an earlier release have another version, and are brought up to date by housekeeping.
ALTER TABLE users ADD COLUMN index_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX users_to_index ON users (tenant_id, user_id) WHERE index_version < 1;

-- Each ends with the id, which decides among equals and makes it cover what a search first asks for.
DROP INDEX users_by_email;
CREATE INDEX users_by_email ON users (tenant_id, email_key, user_id);
CREATE INDEX users_by_email_domain ON users (tenant_id, email_domain, user_id);
CREATE INDEX users_by_username ON users (tenant_id, username, user_id);
CREATE INDEX users_by_phone_number ON users (tenant_id, phone_number, user_id);
CREATE INDEX users_by_name ON users (tenant_id, name_key, user_id);
CREATE INDEX users_by_nickname ON users (tenant_id, nickname_key, user_id);
CREATE INDEX users_by_given_name ON users (tenant_id, given_name_key, user_id);
CREATE INDEX users_by_family_name ON users (tenant_id, family_name_key, user_id);
CREATE INDEX users_by_last_login ON users (tenant_id, last_login, user_id);
CREATE INDEX users_by_logins_count ON users (tenant_id, logins_count, user_id);
CREATE INDEX users_by_update ON users (tenant_id, updated_at, user_id);
CREATE INDEX users_by_last_ip ON users (tenant_id, last_ip, user_id);

-- The leaves of user_metadata and app_metadata by their path; arrays are no part of it. number_key sorts as the number does.
CREATE TABLE user_attributes (
    tenant_id   TEXT NOT NULL,
    path        TEXT NOT NULL,
    value       TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    number_key  TEXT,
    PRIMARY KEY (tenant_id, path, value, user_id)
);
CREATE INDEX user_attributes_by_user ON user_attributes (tenant_id, user_id, path, value);
CREATE INDEX user_attributes_by_number ON user_attributes (tenant_id, path, number_key, user_id) WHERE number_key IS NOT NULL;

-- Whoever knows an account knows the part of its id behind the bar.
CREATE INDEX identities_by_provider_user_id ON identities (tenant_id, provider_user_id, user_id);
