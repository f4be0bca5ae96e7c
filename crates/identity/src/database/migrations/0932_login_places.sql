-- Where users last logged in, in degrees, where a proxy tells. A day later it says nothing about travel, and goes.
CREATE TABLE login_places (
    tenant_id    TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    latitude     DOUBLE PRECISION NOT NULL,
    longitude    DOUBLE PRECISION NOT NULL,
    logged_in_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX login_places_by_time ON login_places (tenant_id, logged_in_at);
