-- Items of collections that need no table of their own: rules, actions and their versions, log streams, forms, …
CREATE TABLE items (
    tenant_id   TEXT NOT NULL,
    collection  TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    -- The item that this one is a part of, as a version is of its action; empty at the top.
    parent_id   TEXT NOT NULL,
    -- What no two items of a collection share, twice, because some share neither name nor place; NULL where nothing is.
    unique_key  TEXT,
    other_key   TEXT,
    -- What lists are sorted by.
    position    BIGINT NOT NULL,
    document    TEXT NOT NULL,
    sealed      TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, collection, item_id)
);
CREATE UNIQUE INDEX items_by_unique_key ON items (tenant_id, collection, unique_key);
CREATE UNIQUE INDEX items_by_other_key ON items (tenant_id, collection, other_key);
CREATE INDEX items_by_position ON items (tenant_id, collection, parent_id, position, item_id);
