-- A million users, one text for SQLite and PostgreSQL, as users/table.rs would have stored them. :tenant, :connection and
-- :count are replaced by run.mjs. Names repeat as names do; addresses, numbers and customers don't.
INSERT INTO users (tenant_id, user_id, document, email, blocked, logins_count, last_login, last_ip, created_at, updated_at,
  email_key, email_domain, email_verified, username, phone_number, phone_verified, name_key, nickname_key,
  given_name_key, family_name_key, index_version)
WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :count)
SELECT ':tenant', 'auth0|bench' || i,
  '{"email":"user' || i || '@d' || (i % 5000) || '.example","email_verified":' || (CASE WHEN i % 3 = 0 THEN 'true' ELSE 'false' END) ||
  ',"name":"Given' || (i % 20000) || ' Family' || (i % 30000) || '","nickname":"user' || i || '","given_name":"Given' || (i % 20000) ||
  '","family_name":"Family' || (i % 30000) || '","phone_number":"+49' || (1000000000 + i) || '","phone_verified":false' ||
  ',"picture":"https://s.gravatar.com/avatar/0b79e7da7bc7877560620cf8f2cc93ae?s=480&r=pg","app_metadata":{"customer":"c' || i ||
  '","plan":"' || (CASE WHEN i % 10 = 0 THEN 'gold' ELSE 'free' END) || '","seats":' || (i % 50) || '}}',
  'user' || i || '@d' || (i % 5000) || '.example', CASE WHEN i % 1000 = 0 THEN 1 ELSE 0 END, i % 100,
  CASE WHEN i % 100 = 0 THEN NULL ELSE 1700000000000 + i * 1000 END, '192.0.2.' || (i % 250), 1600000000000 + i * 1000, 1700000000000 + i * 1000,
  'user' || i || '@d' || (i % 5000) || '.example', 'd' || (i % 5000) || '.example', CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END, NULL,
  '+49' || (1000000000 + i), 0, 'given' || (i % 20000) || ' family' || (i % 30000), 'user' || i,
  'given' || (i % 20000), 'family' || (i % 30000), 1
FROM numbers;

INSERT INTO identities (tenant_id, connection_id, provider, provider_user_id, user_id, position, email)
SELECT tenant_id, ':connection', 'auth0', SUBSTR(user_id, 7), user_id, 0, email FROM users
WHERE tenant_id = ':tenant' AND user_id LIKE 'auth0|bench%';

INSERT INTO user_attributes (tenant_id, path, value, user_id)
SELECT tenant_id, 'app_metadata.customer', 'c' || SUBSTR(user_id, 12), user_id FROM users
WHERE tenant_id = ':tenant' AND user_id LIKE 'auth0|bench%';
INSERT INTO user_attributes (tenant_id, path, value, user_id)
SELECT tenant_id, 'app_metadata.plan', CASE WHEN CAST(SUBSTR(user_id, 12) AS BIGINT) % 10 = 0 THEN 'gold' ELSE 'free' END, user_id FROM users
WHERE tenant_id = ':tenant' AND user_id LIKE 'auth0|bench%';
