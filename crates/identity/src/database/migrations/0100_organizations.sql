-- Organizations: the companies whose people a tenant's applications serve.

CREATE TABLE organizations (
    tenant_id        TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    name             TEXT NOT NULL,
    display_name     TEXT NOT NULL,
    document         TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organization_id)
);
CREATE UNIQUE INDEX organizations_by_name ON organizations (tenant_id, name);
CREATE INDEX organizations_by_age ON organizations (tenant_id, created_at, organization_id);

CREATE TABLE organization_members (
    tenant_id        TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    user_id          TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organization_id, user_id)
);
CREATE INDEX organization_members_by_age ON organization_members (tenant_id, organization_id, created_at, user_id);
CREATE INDEX organization_members_by_user ON organization_members (tenant_id, user_id, created_at, organization_id);

CREATE TABLE organization_member_roles (
    tenant_id        TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    user_id          TEXT NOT NULL,
    role_id          TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organization_id, user_id, role_id)
);
CREATE INDEX organization_member_roles_by_user ON organization_member_roles (tenant_id, user_id);
CREATE INDEX organization_member_roles_by_role ON organization_member_roles (tenant_id, role_id);

CREATE TABLE organization_connections (
    tenant_id           TEXT NOT NULL,
    organization_id     TEXT NOT NULL,
    connection_id       TEXT NOT NULL,
    assigns_membership  SMALLINT NOT NULL,
    shows_button        SMALLINT NOT NULL,
    allows_signup       SMALLINT NOT NULL,
    is_enabled          SMALLINT NOT NULL,
    access_level        TEXT NOT NULL,
    name                TEXT,
    created_at          BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organization_id, connection_id)
);
CREATE INDEX organization_connections_by_connection ON organization_connections (tenant_id, connection_id);

CREATE TABLE organization_client_grants (
    tenant_id        TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    client_grant_id  TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, organization_id, client_grant_id)
);
CREATE INDEX organization_client_grants_by_grant ON organization_client_grants (tenant_id, client_grant_id, created_at, organization_id);

-- Who has the ticket may join once. The API shows it again, so it is sealed, and found by its fingerprint.
CREATE TABLE organization_invitations (
    tenant_id        TEXT NOT NULL,
    invitation_id    TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    client_id        TEXT NOT NULL,
    connection_id    TEXT,
    ticket_hash      TEXT NOT NULL,
    sealed_ticket    TEXT NOT NULL,
    document         TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    accepted_at      BIGINT,
    PRIMARY KEY (tenant_id, invitation_id)
);
CREATE UNIQUE INDEX organization_invitations_by_ticket ON organization_invitations (tenant_id, ticket_hash);
CREATE INDEX organization_invitations_by_age ON organization_invitations (tenant_id, organization_id, created_at, invitation_id);
CREATE INDEX organization_invitations_by_client ON organization_invitations (tenant_id, client_id);
CREATE INDEX organization_invitations_by_expiry ON organization_invitations (tenant_id, expires_at);

CREATE TABLE organization_domains (
    tenant_id        TEXT NOT NULL,
    domain_id        TEXT NOT NULL,
    organization_id  TEXT NOT NULL,
    domain           TEXT NOT NULL,
    is_verified      SMALLINT NOT NULL,
    is_discoverable  SMALLINT NOT NULL,
    verification     TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, domain_id)
);
CREATE UNIQUE INDEX organization_domains_by_name ON organization_domains (tenant_id, organization_id, domain);
CREATE INDEX organization_domains_by_domain ON organization_domains (tenant_id, domain, created_at);

-- Refresh tokens of a membership end with it.
ALTER TABLE refresh_token_families ADD COLUMN organization_id TEXT NOT NULL DEFAULT '';
CREATE INDEX refresh_token_families_by_organization ON refresh_token_families (tenant_id, organization_id, user_id)
    WHERE organization_id <> '';
CREATE INDEX consents_by_organization ON consents (tenant_id, organization_id, user_id)
    WHERE organization_id <> '';
