-- How far each log stream is.
CREATE TABLE log_stream_cursors (
    tenant_id     TEXT NOT NULL,
    stream_id     TEXT NOT NULL,
    -- The last entry that was sent, or what sorts before the first one to send.
    position      TEXT NOT NULL,
    -- When to look for more; while somebody sends, when another one may.
    due_at        BIGINT NOT NULL,
    attempts      BIGINT NOT NULL,
    failing_since BIGINT,
    PRIMARY KEY (tenant_id, stream_id)
);
-- Streams that were kept before they were sent begin with what happens from now on.
INSERT INTO log_stream_cursors (tenant_id, stream_id, position, due_at, attempts)
SELECT i.tenant_id, i.item_id,
       COALESCE((SELECT MAX(l.log_id) FROM logs l WHERE l.tenant_id = i.tenant_id), ''), 0, 0
FROM items i WHERE i.collection = 'log-stream';
