// What lookups, pages, searches and an import cost in a tenant with a million users and ten thousand clients, beside a
// tenant with a thousand users, in turns. Writes bench/USERS.md.
//
//   node run.mjs [--users N] [--clients N] [--postgres URL] [--rounds N]
//
// On SQLite it makes its own files; on PostgreSQL it fills the database that URL names, which must be empty, and there is
// no small tenant beside it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

import { Server, freePort } from '../../conformance/harness/server.mjs';

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '10000' },
    postgres: { type: 'string' },
    rounds: { type: 'string', default: '300' },
  },
});
const FEW = 1000;
const IMPORTED = 10_000;
const rounds = Number(options.rounds);
const here = fileURLToPath(new URL('.', import.meta.url));

/** What the issue of the Management API asks for. */
const WITHIN = 1.2;
const SEARCH_P99 = 50;
const PAGE = 20;
const IMPORT_A_MINUTE = 10_000;

/** A server with so many users, and a connection that is kept. */
class Tenant {
  constructor(users, databaseUrl) {
    this.users = users;
    this.databaseUrl = databaseUrl;
    this.agent = new http.Agent({ keepAlive: true });
    this.dataDir = mkdtempSync(path.join(tmpdir(), 'ostia-bench-users-'));
  }

  /** Makes the users while the server is away, and the clients through the API. */
  async fill(clients) {
    // Always the same port: it is part of the tenant's domain.
    this.port = await freePort();
    await this.start();
    const connection = (await this.call('/api/v2/connections')).json.find(({ name }) => name === this.server.dev.connection).id;
    for (let at = 0; at < clients; at += 50) {
      const some = Array.from({ length: Math.min(50, clients - at) }, (_, i) => ({ name: `Client ${at + i}`, app_type: 'regular_web' }));
      await Promise.all(some.map((client) => this.call('/api/v2/clients', client)));
    }
    await this.server.stop();
    const tenant = this.sql('SELECT MIN(tenant_id) FROM tenants;').trim();
    const rows = readFileSync(path.join(here, 'rows.sql'), 'utf8');
    const text = rows.replaceAll(':tenant', tenant).replaceAll(':connection', connection).replaceAll(':count', String(this.users));
    this.sql(`${this.databaseUrl ? '' : 'PRAGMA synchronous = OFF;\nPRAGMA cache_size = -200000;\n'}${text}`);
    if (this.databaseUrl) this.sql('VACUUM ANALYZE;');
    this.connection = connection;
    await this.start();
  }

  async start() {
    this.server = new Server({ dataDir: this.dataDir, port: this.port, plain: true, databaseUrl: this.databaseUrl });
    await this.server.start({ seconds: 120 });
    const { admin_client_id: client_id, admin_client_secret: client_secret } = this.server.dev;
    this.bearer = undefined;
    const { json: discovery } = await this.call('/.well-known/openid-configuration');
    const grant = { grant_type: 'client_credentials', client_id, client_secret, audience: `${discovery.issuer}api/v2/` };
    this.bearer = (await this.call('/oauth/token', grant)).json.access_token;
  }

  /** Runs SQL with the database's own client: nothing of Ostia's is in the way. */
  sql(text) {
    const file = path.join(this.dataDir, 'statement.sql');
    writeFileSync(file, text);
    if (this.databaseUrl) return execFileSync('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-f', file, this.databaseUrl], { encoding: 'utf8' });
    const database = readdirSync(this.dataDir, { recursive: true }).map(String).find((name) => name.endsWith('.db'));
    return execFileSync('sqlite3', ['-bail', path.join(this.dataDir, database), `.read ${file}`], { encoding: 'utf8' });
  }

  /** A request; anything but a success ends the run. */
  async call(where, json, form) {
    const body = json && JSON.stringify(json);
    const headers = { host: `localhost:${this.port}`, ...(this.bearer && { authorization: `Bearer ${this.bearer}` }), ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }), ...form?.headers };
    const { status, text } = await new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, path: where, method: body || form ? 'POST' : 'GET', headers, agent: this.agent }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      request.on('error', reject).end(body ?? form?.body);
    });
    if (status >= 300) throw new Error(`${where}: ${status} ${text}`);
    return { status, json: JSON.parse(text) };
  }

  /** How long a request takes from here, in milliseconds. */
  async time(where) {
    const from = process.hrtime.bigint();
    await this.call(where);
    return Number(process.hrtime.bigint() - from) / 1e6;
  }

  /** Imports users with bcrypt's hashes, in files of the size that upstream allows; the users a minute. */
  async import(count) {
    const each = 1250;
    const from = Date.now();
    for (let at = 0; at < count; at += each) {
      const users = Array.from({ length: Math.min(each, count - at) }, (_, i) => ({
        email: `imported${at + i}@import.example`,
        email_verified: true,
        given_name: `Given${at + i}`,
        app_metadata: { customer: `i${at + i}`, plan: 'free' },
        custom_password_hash: { algorithm: 'bcrypt', hash: { value: '$2b$10$z6hL/SOSGLsFuDCFkmAl9eiKxMDSOTKYNXwvc0SCeqOFETsOzVWKy', encoding: 'utf8' } },
      }));
      const { json: job } = await this.call('/api/v2/jobs/users-imports', undefined, formOf({ connection_id: this.connection, upsert: 'false' }, JSON.stringify(users)));
      let state = job;
      while (state.status === 'pending' || state.status === 'processing') {
        await sleep(20);
        state = (await this.call(`/api/v2/jobs/${job.id}`)).json;
      }
      if (state.status !== 'completed' || state.summary.inserted !== users.length) throw new Error(JSON.stringify(state));
    }
    return (count * 60_000) / (Date.now() - from);
  }

  async end() {
    this.agent.destroy();
    await this.server?.stop();
    this.server?.forget();
  }
}

/** A `multipart/form-data` body with a file named `users`. */
function formOf(fields, file) {
  const boundary = 'ostia-bench-users';
  const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  parts.push(`--${boundary}\r\ncontent-disposition: form-data; name="users"; filename="users.json"\r\ncontent-type: application/json\r\n\r\n${file}\r\n--${boundary}--\r\n`);
  const body = Buffer.from(parts.join(''));
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length }, body };
}

/**
 * Each request names other rows, as callers do. `kind` says which of the limits holds for it: a lookup takes as long as among
 * few, a page and a search on an indexed field have a time; what has none counts or reads much of the table, and has two seconds.
 */
function scenarios() {
  const any = (users) => 1 + Math.floor(Math.random() * users);
  const q = (text, more = '') => `/api/v2/users?search_engine=v3${more}&q=${encodeURIComponent(text)}`;
  const minute = (users) => {
    const t = 1700000000000 + any(users) * 1000;
    return `[${new Date(t).toISOString()} TO ${new Date(t + 60000).toISOString()}]`;
  };
  const address = (i) => `user${i}@d${i % 5000}.example`;
  return [
    ['lookup', 'GET /users/{id}', (n) => `/api/v2/users/auth0%7Cbench${any(n)}`],
    ['lookup', 'GET /users-by-email', (n) => `/api/v2/users-by-email?email=${encodeURIComponent(address(any(n)))}`],
    ['page', 'a page of 100', () => `/api/v2/users?per_page=100&page=${Math.floor(Math.random() * 10)}`],
    ['page', 'a page of 100, latest login first', () => '/api/v2/users?per_page=100&sort=last_login:-1'],
    [undefined, 'a page of 50, and how many there are', () => '/api/v2/users?per_page=50&page=0&include_totals=true'],
    ['search', 'q=email:"…"', (n) => q(`email:"${address(any(n)).toUpperCase()}"`)],
    ['search', 'q=email:user12345*', (n) => q(`email:user${any(n)}*`)],
    ['search', 'q=email.domain:"…"', (n) => q(`email.domain:d${any(n) % 5000}.example`)],
    ['search', 'q=name:"…"', (n) => { const i = any(n); return q(`name:"Given${i % 20000} Family${i % 30000}"`); }],
    ['search', 'q=phone_number:"…"', (n) => q(`phone_number:"+49${1000000000 + any(n)}"`)],
    ['search', 'q=identities.user_id:"…"', (n) => q(`identities.user_id:"bench${any(n)}"`)],
    ['search', 'q=identities.connection:"…" (everybody)', (_, tenant) => q(`identities.connection:"${tenant.server.dev.connection}"`)],
    ['search', 'q=last_login:[a minute]', (n) => q(`last_login:${minute(n)}`)],
    ['search', 'q=created_at:[a day TO *]', () => q('created_at:[2020-09-20 TO *]')],
    ['search', 'q=logins_count:[99 TO *]', () => q('logins_count:[99 TO *]')],
    ['search', 'q=app_metadata.customer:"…"', (n) => q(`app_metadata.customer:c${any(n)}`)],
    ['search', 'q=app_metadata.plan:gold', () => q('app_metadata.plan:gold')],
    ['search', 'q=blocked:true AND app_metadata.plan:gold', () => q('blocked:true AND app_metadata.plan:gold')],
    ['search', 'q=email.domain:"…" AND NOT blocked:true, and how many', (n) => q(`email.domain:d${any(n) % 5000}.example AND NOT blocked:true`, '&include_totals=true')],
    [undefined, 'q=nickname:*r99999* (no prefix)', () => q('nickname:*r99999*'), 10],
    [undefined, 'q=app_metadata.plan:gold, and how many', () => q('app_metadata.plan:gold', '&include_totals=true'), 30],
    [undefined, 'q=created_at:[a day TO *], and how many', () => q('created_at:[2020-09-20 TO *]', '&include_totals=true'), 30],
    ['page', 'GET /clients, a page of 100', () => '/api/v2/clients?per_page=100&page=3'],
  ];
}

/** The middle of some numbers, and the one that 99 of 100 don't exceed. */
function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { p50: at(0.5), p99: at(0.99) };
}

/** Each request at each tenant in turns, so that both meet the same machine. */
async function compare(tenants, [kind, name, where, times = rounds]) {
  const measured = tenants.map(() => []);
  for (let round = -3; round < times; round++) {
    for (const [place, tenant] of tenants.entries()) {
      const took = await tenant.time(where(tenant.users, tenant));
      // The first three warm up.
      if (round >= 0) measured[place].push(took);
    }
  }
  const [many, few] = measured.map(summary);
  const ratio = few && many.p50 / few.p50;
  const holds = { lookup: !few || ratio <= WITHIN, page: many.p50 <= PAGE, search: many.p99 <= SEARCH_P99 }[kind];
  const row = `| ${name} | ${few ? few.p50.toFixed(2) : ''} | ${many.p50.toFixed(2)} | ${many.p99.toFixed(2)} | ${ratio ? ratio.toFixed(2) : ''} | ${holds === undefined ? '' : holds ? 'yes' : '**no**'} |`;
  console.log(row);
  return row;
}

const git = (...words) => execFileSync('git', words, { cwd: here, encoding: 'utf8' }).trim();
const users = Number(options.users);
const many = new Tenant(users, options.postgres);
const few = options.postgres ? undefined : new Tenant(FEW);
const tenants = few ? [many, few] : [many];
try {
  for (const tenant of tenants) {
    const before = Date.now();
    await tenant.fill(tenant === many ? Number(options.clients) : FEW);
    console.log(`${tenant.users} users made in ${((Date.now() - before) / 1000).toFixed(0)} s`);
  }
  const rows = [];
  for (const scenario of scenarios()) rows.push(await compare(tenants, scenario));
  const imported = await many.import(IMPORTED);
  console.log(`imported ${imported.toFixed(0)} users a minute`);
  const text = `# A million users

Written by \`make bench-users\`; run it again rather than believe it.

- machine: ${cpus().length} cores, ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB
- date: ${new Date().toISOString().slice(0, 10)}
- commit: ${git('rev-parse', '--short', 'HEAD')}
- server: \`ostia dev\`, plain HTTP on loopback, keep-alive; ${options.postgres ? 'PostgreSQL' : 'SQLite'}
- tenants: one with ${users} users and ${options.clients} clients${few ? `, one with ${FEW} of each; asked in turns` : ''}; one request at a time, ${rounds} each, as seen by the client

Milliseconds. A lookup may take ${WITHIN} times what it takes among few; a page ${PAGE} ms; 99 of 100 searches on an indexed
field ${SEARCH_P99} ms.

| request | among ${few ? FEW : 'few'}, p50 | p50 | p99 | ratio | holds |
|---|--:|--:|--:|--:|---|
${rows.join('\n')}

**Import:** ${imported.toFixed(0)} users a minute into the ${users} that are there, with ready-made bcrypt hashes, one job after the
other in files of 500 kB (asked: ${IMPORT_A_MINUTE} for each core).
`;
  writeFileSync(path.join(here, '../USERS.md'), text);
} finally {
  for (const tenant of tenants) await tenant.end();
}
