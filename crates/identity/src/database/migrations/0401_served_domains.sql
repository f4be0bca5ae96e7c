-- The custom domains that were verified: each leads to one tenant, whoever else claims it.
CREATE TABLE served_domains (
    domain      TEXT NOT NULL PRIMARY KEY,
    tenant_id   TEXT NOT NULL
);
CREATE INDEX served_domains_by_tenant ON served_domains (tenant_id, domain);
