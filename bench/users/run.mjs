// What lookups, pages and searches cost in a tenant with a million users. It takes minutes, so it is no part of `make bench`.
//
//   node run.mjs [--users N] [--postgres URL] [--rounds N]
//
// On SQLite it makes its own file; on PostgreSQL it fills the database that URL names, which must be empty.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Server, freePort } from '../../conformance/harness/server.mjs';

const { values: options } = parseArgs({
  options: { users: { type: 'string', default: '1000000' }, postgres: { type: 'string' }, rounds: { type: 'string', default: '200' } },
});
const users = Number(options.users);
const rounds = Number(options.rounds);
const here = fileURLToPath(new URL('.', import.meta.url));
if (options.postgres) process.env.OSTIA_DATABASE_URL = options.postgres;

const dataDir = mkdtempSync(path.join(tmpdir(), 'ostia-bench-users-'));
const agent = new http.Agent({ keepAlive: true });
// Always the same port: it is part of the tenant's domain.
const port = await freePort();
const start = () => new Server({ dataDir, port, plain: true }).start({ seconds: 120 });
let ostia;
try {
  ostia = await start();
  const { tenant, connection } = await identifiers();
  await ostia.stop();
  const before = Date.now();
  fill(tenant, connection);
  console.log(`${users} users made in ${((Date.now() - before) / 1000).toFixed(0)} s`);
  ostia = await start();
  await measure();
} finally {
  await ostia?.stop();
  ostia?.forget();
}

function database() {
  if (options.postgres) return null;
  const files = readdirSync(dataDir, { recursive: true }).map(String);
  return path.join(dataDir, files.find((name) => name.endsWith('.db')));
}

/** Runs SQL with the database's own client: nothing of Ostia's is in the way. */
function sql(text) {
  const file = path.join(dataDir, 'statement.sql');
  writeFileSync(file, text);
  return options.postgres
    ? execFileSync('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-f', file, options.postgres], { encoding: 'utf8' })
    : execFileSync('sqlite3', ['-bail', database(), `.read ${file}`], { encoding: 'utf8' });
}

function fill(tenant, connection) {
  const rows = readFileSync(path.join(here, 'rows.sql'), 'utf8');
  const text = rows.replaceAll(':tenant', tenant).replaceAll(':connection', connection).replaceAll(':count', String(users));
  sql(`${options.postgres ? '' : 'PRAGMA synchronous = OFF;\nPRAGMA cache_size = -200000;\n'}${text}`);
  if (options.postgres) sql('VACUUM ANALYZE;');
}

async function call(where, token, json) {
  const body = json && JSON.stringify(json);
  const headers = { host: `localhost:${ostia.port}`, ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) };
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: ostia.port, path: where, method: body ? 'POST' : 'GET', headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode, json: JSON.parse(Buffer.concat(chunks).toString()) }));
    });
    request.on('error', reject).end(body);
  });
}

async function token() {
  const { admin_client_id: client_id, admin_client_secret: client_secret } = ostia.dev;
  const { json: discovery } = await call('/.well-known/openid-configuration');
  const grant = { grant_type: 'client_credentials', client_id, client_secret, audience: `${discovery.issuer}api/v2/` };
  return (await call('/oauth/token', undefined, grant)).json.access_token;
}

async function identifiers() {
  const bearer = await token();
  const { json: connections } = await call('/api/v2/connections', bearer);
  const tenant = sql('SELECT MIN(tenant_id) FROM tenants;').trim();
  return { tenant, connection: connections.find(({ name }) => name === ostia.dev.connection).id };
}

/** Each request names other rows, as callers do. */
function scenarios() {
  const any = () => 1 + Math.floor(Math.random() * users);
  const q = (text, more = '') => `/api/v2/users?search_engine=v3${more}&q=${encodeURIComponent(text)}`;
  return [
    ['GET /users/{id}', () => `/api/v2/users/auth0%7Cbench${any()}`, 200],
    ['GET /users-by-email', () => { const i = any(); return `/api/v2/users-by-email?email=user${i}%40d${i % 5000}.example`; }, 200],
    ['a page of 100', () => `/api/v2/users?per_page=100&page=${Math.floor(Math.random() * 10)}`, 200],
    ['a page of 100, latest login first', () => '/api/v2/users?per_page=100&sort=last_login:-1', 200],
    ['a page of 50 with totals', () => '/api/v2/users?per_page=50&page=0&include_totals=true', 200],
    ['q=email:"…"', () => { const i = any(); return q(`email:"USER${i}@d${i % 5000}.example"`); }, 200],
    ['q=email:user12345*', () => q(`email:user${any()}*`), 200],
    ['q=email.domain:"…"', () => q(`email.domain:d${any() % 5000}.example`), 200],
    ['q=name:"…"', () => { const i = any(); return q(`name:"Given${i % 20000} Family${i % 30000}"`); }, 200],
    ['q=phone_number:"…"', () => q(`phone_number:"+49${1000000000 + any()}"`), 200],
    ['q=identities.user_id:"…"', () => q(`identities.user_id:"bench${any()}"`), 200],
    ['q=identities.connection:"…" (everybody)', () => q(`identities.connection:"${ostia.dev.connection}"`), 200],
    ['q=last_login:[a minute]', () => { const t = 1700000000000 + any() * 1000; return q(`last_login:[${new Date(t).toISOString()} TO ${new Date(t + 60000).toISOString()}]`); }, 200],
    ['q=created_at:[a day TO *]', () => q('created_at:[2020-09-20 TO *]'), 200],
    ['q=logins_count:[99 TO *]', () => q('logins_count:[99 TO *]'), 200],
    ['q=app_metadata.customer:"…"', () => q(`app_metadata.customer:c${any()}`), 200],
    ['q=app_metadata.plan:gold', () => q('app_metadata.plan:gold'), 200],
    ['q=blocked:true AND app_metadata.plan:gold', () => q('blocked:true AND app_metadata.plan:gold'), 200],
    ['q=email.domain:"…" AND NOT blocked:true, with totals', () => q(`email.domain:d${any() % 5000}.example AND NOT blocked:true`, '&include_totals=true'), 200],
    ['q=nickname:*r99999* (no prefix)', () => q('nickname:*r99999*'), 10],
    ['q=app_metadata.plan:gold, with totals', () => q('app_metadata.plan:gold', '&include_totals=true'), 5],
  ];
}

async function measure() {
  const bearer = await token();
  console.log(`\n| request | p50 ms | p99 ms | slowest ms |\n|---|---:|---:|---:|`);
  for (const [name, where, share] of scenarios()) {
    const times = [];
    for (let round = 0; round < Math.max(5, (rounds * share) / 200) + 3; round++) {
      const from = process.hrtime.bigint();
      const { status, json } = await call(where(), bearer);
      if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(json)}`);
      // The first three warm up.
      if (round >= 3) times.push(Number(process.hrtime.bigint() - from) / 1e6);
    }
    times.sort((a, b) => a - b);
    const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
    console.log(`| ${name} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`);
  }
}
