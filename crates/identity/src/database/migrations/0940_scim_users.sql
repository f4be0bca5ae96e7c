-- Users as directories told of them. The account is there as long as the directory keeps it, whoever its user is.
CREATE TABLE scim_users (
    tenant_id     TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    -- provider|connection|id
    account       TEXT NOT NULL,
    -- In lower case: names are compared without regard to capitals.
    user_name     TEXT NOT NULL,
    external_id   TEXT,
    -- The address that directories look for.
    email         TEXT,
    document      TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, account)
);
CREATE UNIQUE INDEX scim_users_by_name ON scim_users (tenant_id, connection_id, user_name);
CREATE INDEX scim_users_by_external_id ON scim_users (tenant_id, connection_id, external_id);
CREATE INDEX scim_users_by_email ON scim_users (tenant_id, connection_id, email);
CREATE INDEX scim_users_by_age ON scim_users (tenant_id, connection_id, created_at, account);
