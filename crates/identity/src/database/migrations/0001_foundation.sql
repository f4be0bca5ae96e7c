-- One text for SQLite and PostgreSQL: TEXT, BIGINT (milliseconds since 1970), SMALLINT (0 or 1); bytes are base64url text.
-- tenant_id leads every key, so that tenants can't meet in an index and PostgreSQL can shard by it.

CREATE TABLE tenants (
    tenant_id   TEXT NOT NULL PRIMARY KEY,
    domain      TEXT NOT NULL UNIQUE,
    document    TEXT NOT NULL,
    sealed_key  TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);

CREATE TABLE signing_keys (
    tenant_id    TEXT NOT NULL,
    key_id       TEXT NOT NULL,
    state        TEXT NOT NULL,
    sealed_key   TEXT NOT NULL,
    certificate  TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    current_since BIGINT,
    current_until BIGINT,
    revoked_at   BIGINT,
    PRIMARY KEY (tenant_id, key_id)
);

CREATE TABLE clients (
    tenant_id      TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    document       TEXT NOT NULL,
    sealed_secret  TEXT,
    is_global      SMALLINT NOT NULL,
    is_first_party SMALLINT NOT NULL,
    app_type       TEXT,
    external_id    TEXT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, client_id)
);
CREATE INDEX clients_by_age ON clients (tenant_id, created_at, client_id);

CREATE TABLE client_credentials (
    tenant_id      TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    credential_id  TEXT NOT NULL,
    document       TEXT NOT NULL,
    public_key     TEXT NOT NULL,
    expires_at     BIGINT,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, client_id, credential_id)
);

CREATE TABLE used_assertions (
    tenant_id   TEXT NOT NULL,
    client_id   TEXT NOT NULL,
    jti_hash    TEXT NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, client_id, jti_hash)
);
CREATE INDEX used_assertions_by_expiry ON used_assertions (tenant_id, expires_at);

CREATE TABLE resource_servers (
    tenant_id           TEXT NOT NULL,
    resource_server_id  TEXT NOT NULL,
    identifier          TEXT NOT NULL,
    document            TEXT NOT NULL,
    sealed_secret       TEXT,
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, resource_server_id)
);
CREATE UNIQUE INDEX resource_servers_by_identifier ON resource_servers (tenant_id, identifier);

-- client_id is '' for a grant that is the default for all third-party clients.
CREATE TABLE client_grants (
    tenant_id        TEXT NOT NULL,
    client_grant_id  TEXT NOT NULL,
    client_id        TEXT NOT NULL,
    audience         TEXT NOT NULL,
    subject_type     TEXT NOT NULL,
    default_for      TEXT,
    any_organization SMALLINT NOT NULL,
    document         TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, client_grant_id)
);
CREATE UNIQUE INDEX client_grants_by_party ON client_grants (tenant_id, client_id, audience, subject_type);
CREATE INDEX client_grants_by_audience ON client_grants (tenant_id, audience);

CREATE TABLE connections (
    tenant_id      TEXT NOT NULL,
    connection_id  TEXT NOT NULL,
    name           TEXT NOT NULL,
    strategy       TEXT NOT NULL,
    is_domain      SMALLINT NOT NULL,
    document       TEXT NOT NULL,
    sealed_options TEXT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, connection_id)
);
CREATE UNIQUE INDEX connections_by_name ON connections (tenant_id, name);

CREATE TABLE connection_clients (
    tenant_id      TEXT NOT NULL,
    connection_id  TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, client_id)
);
CREATE INDEX connection_clients_by_client ON connection_clients (tenant_id, client_id);

-- document holds the profile as on the wire; what logins change often has columns of its own.
CREATE TABLE users (
    tenant_id      TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    document       TEXT NOT NULL,
    email          TEXT,
    blocked        SMALLINT NOT NULL,
    logins_count   BIGINT NOT NULL,
    last_login     BIGINT,
    last_ip        TEXT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX users_by_email ON users (tenant_id, email);
CREATE INDEX users_by_age ON users (tenant_id, created_at, user_id);

-- An account at a connection; users have one or more. provider_user_id is the part of user_id behind the bar.
CREATE TABLE identities (
    tenant_id         TEXT NOT NULL,
    connection_id     TEXT NOT NULL,
    provider          TEXT NOT NULL,
    provider_user_id  TEXT NOT NULL,
    user_id           TEXT NOT NULL,
    position          BIGINT NOT NULL,
    email             TEXT,
    username          TEXT,
    phone_number      TEXT,
    profile           TEXT,
    PRIMARY KEY (tenant_id, provider, provider_user_id)
);
CREATE UNIQUE INDEX identities_by_email ON identities (tenant_id, connection_id, email);
CREATE UNIQUE INDEX identities_by_username ON identities (tenant_id, connection_id, username);
CREATE INDEX identities_by_user ON identities (tenant_id, user_id);

CREATE TABLE passwords (
    tenant_id         TEXT NOT NULL,
    provider_user_id  TEXT NOT NULL,
    hash              TEXT NOT NULL,
    changed_at        BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, provider_user_id)
);
CREATE TABLE password_history (
    tenant_id         TEXT NOT NULL,
    provider_user_id  TEXT NOT NULL,
    changed_at        BIGINT NOT NULL,
    hash              TEXT NOT NULL,
    PRIMARY KEY (tenant_id, provider_user_id, changed_at)
);

CREATE TABLE roles (
    tenant_id    TEXT NOT NULL,
    role_id      TEXT NOT NULL,
    name         TEXT NOT NULL,
    document     TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, role_id)
);
CREATE UNIQUE INDEX roles_by_name ON roles (tenant_id, name);
CREATE TABLE role_permissions (
    tenant_id   TEXT NOT NULL,
    role_id     TEXT NOT NULL,
    audience    TEXT NOT NULL,
    permission  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, role_id, audience, permission)
);
CREATE TABLE user_roles (
    tenant_id   TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    role_id     TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, role_id)
);
CREATE INDEX user_roles_by_role ON user_roles (tenant_id, role_id);
CREATE TABLE user_permissions (
    tenant_id   TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    audience    TEXT NOT NULL,
    permission  TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, audience, permission)
);

-- What a user allowed an application to do with an API: the Management API calls it a grant.
-- organization_id is '' outside organizations.
CREATE TABLE consents (
    tenant_id        TEXT NOT NULL,
    consent_id       TEXT NOT NULL,
    user_id          TEXT NOT NULL,
    client_id        TEXT NOT NULL,
    audience         TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    scope            TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, consent_id)
);
CREATE UNIQUE INDEX consents_by_party ON consents (tenant_id, user_id, client_id, audience, organization_id);

-- session_id is the public `sid`; the browser holds a token of which only the hash is here.
CREATE TABLE sessions (
    tenant_id         TEXT NOT NULL,
    session_id        TEXT NOT NULL,
    token_hash        TEXT NOT NULL,
    user_id           TEXT NOT NULL,
    connection        TEXT NOT NULL,
    authenticated_at  BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    last_seen_at      BIGINT NOT NULL,
    idle_expires_at   BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    ended_at          BIGINT,
    device            TEXT NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (tenant_id, token_hash);
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (tenant_id, expires_at);
CREATE TABLE session_clients (
    tenant_id   TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    client_id   TEXT NOT NULL,
    PRIMARY KEY (tenant_id, session_id, client_id)
);

-- A visit to the hosted pages: from a checked authorization request to its answer.
CREATE TABLE login_transactions (
    tenant_id      TEXT NOT NULL,
    state_hash     TEXT NOT NULL,
    browser_hash   TEXT NOT NULL,
    client_id      TEXT NOT NULL,
    request        TEXT NOT NULL,
    progress       TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    finished_at    BIGINT,
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE INDEX login_transactions_by_expiry ON login_transactions (tenant_id, expires_at);

CREATE TABLE authorization_codes (
    tenant_id     TEXT NOT NULL,
    code_hash     TEXT NOT NULL,
    client_id     TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    approval      TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    consumed_at   BIGINT,
    family_id     TEXT,
    PRIMARY KEY (tenant_id, code_hash)
);
CREATE INDEX authorization_codes_by_expiry ON authorization_codes (tenant_id, expires_at);

-- A family is one authorization and all tokens rotated from it; the family ends as a whole.
CREATE TABLE refresh_token_families (
    tenant_id       TEXT NOT NULL,
    family_id       TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    user_id         TEXT NOT NULL,
    audience        TEXT NOT NULL,
    approval        TEXT NOT NULL,
    session_id      TEXT,
    created_at      BIGINT NOT NULL,
    last_used_at    BIGINT NOT NULL,
    expires_at      BIGINT,
    revoked_at      BIGINT,
    PRIMARY KEY (tenant_id, family_id)
);
CREATE INDEX refresh_token_families_by_user ON refresh_token_families (tenant_id, user_id, client_id);
CREATE INDEX refresh_token_families_by_client ON refresh_token_families (tenant_id, client_id);
CREATE TABLE refresh_tokens (
    tenant_id         TEXT NOT NULL,
    token_hash        TEXT NOT NULL,
    family_id         TEXT NOT NULL,
    generation        BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    idle_expires_at   BIGINT,
    rotated_at        BIGINT,
    sealed_successor  TEXT,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE UNIQUE INDEX refresh_tokens_by_generation ON refresh_tokens (tenant_id, family_id, generation);

CREATE TABLE logs (
    tenant_id   TEXT NOT NULL,
    log_id      TEXT NOT NULL,
    type        TEXT NOT NULL,
    logged_at   BIGINT NOT NULL,
    document    TEXT NOT NULL,
    PRIMARY KEY (tenant_id, log_id)
);
CREATE INDEX logs_by_age ON logs (tenant_id, logged_at);
