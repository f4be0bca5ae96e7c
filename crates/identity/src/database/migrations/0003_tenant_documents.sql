-- What a tenant says once (a setting) or under a name (a text in a language, a template, a theme).
CREATE TABLE tenant_documents (
    tenant_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    document    TEXT NOT NULL,
    sealed      TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, name)
);
