-- How users prove who they are beside a password. Seeds are sealed, recovery codes are fingerprints.
CREATE TABLE authentication_methods (
    tenant_id      TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    method_id      TEXT NOT NULL,
    kind           TEXT NOT NULL,
    detail         TEXT NOT NULL,
    name           TEXT,
    confirmed      SMALLINT NOT NULL,
    sealed_secret  TEXT,
    secret_hash    TEXT,
    used_step      BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    enrolled_at    BIGINT,
    last_auth_at   BIGINT,
    PRIMARY KEY (tenant_id, user_id, method_id)
);
CREATE INDEX authentication_methods_by_id ON authentication_methods (tenant_id, method_id);

-- Logins at the token endpoint that wait for a second factor.
CREATE TABLE mfa_tokens (
    tenant_id      TEXT NOT NULL,
    token_hash     TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    approval       TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX mfa_tokens_by_expiry ON mfa_tokens (tenant_id, expires_at);
CREATE INDEX mfa_tokens_by_user ON mfa_tokens (tenant_id, user_id);

-- Links by which users enrol a second factor without logging in.
CREATE TABLE enrollment_tickets (
    tenant_id      TEXT NOT NULL,
    ticket_hash    TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    factor         TEXT,
    adds_to_others SMALLINT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, ticket_hash)
);
CREATE INDEX enrollment_tickets_by_expiry ON enrollment_tickets (tenant_id, expires_at);
CREATE INDEX enrollment_tickets_by_user ON enrollment_tickets (tenant_id, user_id);

-- Short codes that were sent to somebody, one for each purpose: a new one replaces the one before.
CREATE TABLE one_time_codes (
    tenant_id      TEXT NOT NULL,
    purpose_hash   TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    detail         TEXT NOT NULL,
    tries_left     BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    consumed_at    BIGINT,
    PRIMARY KEY (tenant_id, purpose_hash)
);
CREATE INDEX one_time_codes_by_expiry ON one_time_codes (tenant_id, expires_at);

-- Browsers that a user has logged in with, and how long each counts as the second factor.
CREATE TABLE known_browsers (
    tenant_id         TEXT NOT NULL,
    user_id           TEXT NOT NULL,
    browser_hash      TEXT NOT NULL,
    seen_at           BIGINT NOT NULL,
    remembered_until  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, browser_hash)
);
CREATE INDEX known_browsers_by_age ON known_browsers (tenant_id, seen_at);

-- How often something was tried. `free_at` is when a bucket that leaks at a steady rate will be empty.
CREATE TABLE attempts (
    tenant_id      TEXT NOT NULL,
    attempt_key    TEXT NOT NULL,
    free_at        BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, attempt_key)
);
CREATE INDEX attempts_by_age ON attempts (tenant_id, free_at);

-- When a second factor was proved in a session.
ALTER TABLE sessions ADD COLUMN second_factor TEXT;
ALTER TABLE sessions ADD COLUMN second_factor_at BIGINT;
