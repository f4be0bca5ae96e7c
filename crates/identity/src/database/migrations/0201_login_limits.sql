-- Wrong passwords in a row. identifier is what was typed, whether or not somebody has it; ip is '' where every address
-- counts for the same.
CREATE TABLE failed_logins (
    tenant_id      TEXT NOT NULL,
    identifier     TEXT NOT NULL,
    connection     TEXT NOT NULL,
    ip             TEXT NOT NULL,
    failures       BIGINT NOT NULL,
    last_failed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, identifier, connection, ip)
);
CREATE INDEX failed_logins_by_age ON failed_logins (tenant_id, last_failed_at);

-- Buckets that fill up by an attempt and drain with time. drained_at is when one is empty again, turned_away how many
-- attempts found no room since the last that did.
CREATE TABLE attempt_buckets (
    tenant_id   TEXT NOT NULL,
    stage       TEXT NOT NULL,
    subject     TEXT NOT NULL,
    drained_at  BIGINT NOT NULL,
    turned_away BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, stage, subject)
);
CREATE INDEX attempt_buckets_by_age ON attempt_buckets (tenant_id, drained_at);
