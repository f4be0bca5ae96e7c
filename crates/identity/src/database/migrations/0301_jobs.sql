-- What takes longer than a request. due_at leases a job; position is how far it is, and only ever moves with what was done.
CREATE TABLE jobs (
    tenant_id     TEXT NOT NULL,
    job_id        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    status        TEXT NOT NULL,
    document      TEXT NOT NULL,
    sealed_input  TEXT,
    position      BIGINT NOT NULL,
    total         BIGINT NOT NULL,
    inserted      BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    failed        BIGINT NOT NULL,
    resume_after  TEXT,
    due_at        BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    started_at    BIGINT,
    finished_at   BIGINT,
    PRIMARY KEY (tenant_id, job_id)
);
CREATE INDEX jobs_by_due ON jobs (tenant_id, status, due_at);

CREATE TABLE job_errors (
    tenant_id  TEXT NOT NULL,
    job_id     TEXT NOT NULL,
    position   BIGINT NOT NULL,
    document   TEXT NOT NULL,
    PRIMARY KEY (tenant_id, job_id, position)
);

-- A file in parts, each compressed by itself: gzip members one after the other are one gzip file (RFC 1952 §2.2).
CREATE TABLE job_files (
    tenant_id  TEXT NOT NULL,
    job_id     TEXT NOT NULL,
    part       BIGINT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (tenant_id, job_id, part)
);
