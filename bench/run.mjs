// Measures Ostia beside what the machine can do at most, in turns, and writes RESULTS.md.
//
//   node run.mjs [--quick]      --quick proves that everything runs; its numbers mean nothing

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Server, binary, freePort } from '../conformance/harness/server.mjs';
import { generator, load } from './load.mjs';
import { keepAlive, logIn, repeat, send } from './login.mjs';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 2 : 5;
const SECONDS = quick ? 1 : 4;
const WARM_UP = quick ? 1 : 3;
const MINUTE = quick ? 3 : 60;
const STARTS = quick ? 3 : 7;
// Logins are driven from here and not by wrk: they are several requests that depend on each other.
const LANES = 4;
const LOGINS = quick ? 8 : 40;

const here = fileURLToPath(new URL('.', import.meta.url));
const limitBinary = path.join(here, '../target/bench-limit/release/ostia-bench-limit');
const password = 'Tiber-Mouth-4711!';
const realm = 'http://auth0.com/oauth/grant-type/password-realm';

const children = [];
let ostia;
try {
  await main();
} finally {
  for (const child of children) child.kill('SIGKILL');
  await ostia?.stop();
  ostia?.forget();
}

async function main() {
  ostia = await startOstia();
  const memory = { idle: await idleMemory() };
  const { scenarios, logins } = await prepare();
  const results = [];
  for (const scenario of scenarios) results.push(await compare(scenario));

  console.log(`memory: ${MINUTE} s of load`);
  for (const { ours } of scenarios) await load(ours, Math.max(1, Math.round(MINUTE / scenarios.length)));
  memory.loaded = residentMemory(ostia.pid);
  await sleep(3000);
  memory.after = residentMemory(ostia.pid);

  results.push(await compareLogins(logins));
  memory.afterLogins = residentMemory(ostia.pid);
  const pages = [];
  for (const page of logins.pages) pages.push({ ...page, micros: await costOfPage(page) });

  const starts = { serve: await measureStarts('serve'), dev: await measureStarts('dev') };
  write(results, memory, starts, pages);
}

/** `ostia serve`, as it runs in production, with what `ostia dev` made. Plain HTTP, so that both sides do the same. */
async function startOstia() {
  const options = { dataDir: mkdtempSync(path.join(tmpdir(), 'ostia-bench-')), port: await freePort(), plain: true };
  const maker = await new Server(options).start();
  await maker.stop();
  return new Server({ ...options, command: 'serve' }).start();
}

function address() {
  return `http://127.0.0.1:${ostia.port}`;
}

function host() {
  return { host: `localhost:${ostia.port}` };
}

/** One request to Ostia outside of the measurement. */
async function call(method, where, { token, json, expect = 200 } = {}) {
  const body = json && JSON.stringify(json);
  const headers = { ...host(), ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) };
  const { status, text } = await new Promise((resolve, reject) => {
    const request = http.request(`${address()}${where}`, { method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject).end(body);
  });
  if (status !== expect) throw new Error(`${method} ${where}: ${status} instead of ${expect}: ${text.slice(0, 300)}`);
  return text;
}

async function json(...request) {
  return JSON.parse((await call(...request)) || 'null');
}

/** Puts what the scenarios need into Ostia, and starts the other sides. */
async function prepare() {
  const { issuer } = await json('GET', '/.well-known/openid-configuration');
  const { admin_client_id: client_id, admin_client_secret: client_secret, connection: connectionName } = ostia.dev;
  const grant = { grant_type: 'client_credentials', client_id, client_secret, audience: `${issuer}api/v2/` };
  const { access_token: token } = await json('POST', '/oauth/token', { json: grant });
  const create = (where, body) => json('POST', `/api/v2/${where}`, { token, json: body, expect: 201 });

  const audience = 'https://bench.example.com/';
  await create('resource-servers', { identifier: audience, name: 'bench', scopes: [{ value: 'read:photos' }, { value: 'print:photos' }] });
  const machine = await create('clients', { name: 'bench machine', app_type: 'non_interactive' });
  await create('client-grants', { client_id: machine.client_id, audience, scope: ['read:photos', 'print:photos'] });

  const web = await create('clients', { name: 'bench web', app_type: 'regular_web', oidc_conformant: true, grant_types: [realm] });
  const connections = await json('GET', '/api/v2/connections', { token });
  const { id } = connections.find(({ name }) => name === connectionName);
  await call('PATCH', `/api/v2/connections/${id}/clients`, { token, json: [{ client_id: web.client_id, status: true }], expect: 204 });
  const user = { email: 'marcus@example.com', given_name: 'Marcus', family_name: 'Tiber', name: 'Marcus Tiber', nickname: 'marcus' };
  await create('users', { ...user, connection: connectionName, password, email_verified: true });
  const login = { grant_type: realm, client_id: web.client_id, client_secret: web.client_secret, username: user.email, password, realm: connectionName };
  const { access_token } = await json('POST', '/oauth/token', { json: { ...login, scope: 'openid profile email' } });

  const redirectUri = 'https://app.example.com/callback';
  const site = await create('clients', { name: 'bench site', app_type: 'regular_web', oidc_conformant: true, callbacks: [redirectUri], grant_types: ['authorization_code'] });
  await call('PATCH', `/api/v2/connections/${id}/clients`, { token, json: [{ client_id: site.client_id, status: true }], expect: 204 });

  const jwks = Buffer.byteLength(await call('GET', '/.well-known/jwks.json'));
  const discovery = Buffer.byteLength(await call('GET', '/.well-known/openid-configuration'));
  const limit = await startLimit([jwks, discovery]);
  const peer = await startPeer();
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: machine.client_id, client_secret: machine.client_secret, audience });
  const at = (where) => ({ url: `${address()}${where}`, headers: host() });
  const authorize = new URLSearchParams({ client_id: site.client_id, response_type: 'code', redirect_uri: redirectUri, scope: 'openid', state: 'bench' });
  const { headers: began } = await send(address(), `/authorize?${authorize}`, { headers: host() });
  const loginPage = new URL(began.location, issuer);
  const logins = {
    limit,
    user: { host: host().host, base: address(), client: site, redirectUri, user: user.email, password },
    pages: [
      { name: 'the login page', path: loginPage.pathname + loginPage.search, headers: { cookie: began['set-cookie'].map((line) => line.split(';')[0]).join('; ') } },
      { name: '/authorize, with the redirect to it', path: `/authorize?${authorize}` },
    ],
  };
  const scenarios = [
    {
      name: 'client_credentials, an RS256 token',
      against: 'one RS256 signature',
      ours: { ...at('/oauth/token'), method: 'POST', body: form.toString(), headers: { ...host(), 'content-type': 'application/x-www-form-urlencoded' } },
      theirs: { method: 'POST', url: `${limit}/sign`, body: form.toString() },
    },
    { name: `key set (${jwks} bytes)`, against: 'the same number of bytes', ours: at('/.well-known/jwks.json'), theirs: { url: `${limit}/bytes/0` } },
    { name: `discovery (${discovery} bytes)`, against: 'the same number of bytes', ours: at('/.well-known/openid-configuration'), theirs: { url: `${limit}/bytes/1` } },
    {
      name: 'userinfo',
      against: 'oidc-provider, in memory',
      ours: { ...at('/userinfo'), headers: { ...host(), authorization: `Bearer ${access_token}` } },
      theirs: { url: `${peer.url}/me`, headers: { authorization: `Bearer ${peer.token}` } },
    },
  ];
  return { scenarios, logins };
}

async function startLimit(sizes) {
  const port = await freePort();
  children.push(spawn(limitBinary, [port, ...sizes].map(String), { stdio: 'inherit' }));
  await answers(port, '/bytes/0');
  return `http://127.0.0.1:${port}`;
}

async function startPeer() {
  const port = await freePort();
  const child = spawn(process.execPath, ['server.mjs', String(port)], {
    cwd: path.join(here, 'oidc-provider'),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('exit', () => reject(new Error('oidc-provider did not start')));
  });
  return { url: `http://127.0.0.1:${port}`, token: JSON.parse(line).token };
}

/** Waits until a port answers 200, and says how long that took. */
async function answers(port, where, { patience = 20_000 } = {}) {
  const began = performance.now();
  const once = () =>
    new Promise((resolve) => {
      const options = { host: '127.0.0.1', port, path: where, agent: false, headers: host() };
      http.get(options, (response) => resolve(response.resume().statusCode === 200)).on('error', () => resolve(false));
    });
  while (!(await once())) {
    if (performance.now() - began > patience) throw new Error(`nothing answers on port ${port}`);
    await sleep(1);
  }
  return performance.now() - began;
}

/** A B A B …, so that what disturbs the machine disturbs both. */
async function compare({ name, against, ours, theirs }) {
  await load(ours, WARM_UP);
  await load(theirs, WARM_UP);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const a = await load(ours, SECONDS);
    const b = await load(theirs, SECONDS);
    rounds.push({ a, b, ratio: a.rate / b.rate });
  }
  const ratio = median(rounds.map((round) => round.ratio));
  console.log(`${name}: ${ratio.toFixed(2)} of ${against}`);
  return { name, against, rounds, ratio };
}

/** Complete logins beside the two computations that one can't do without, both driven from here. */
async function compareLogins({ limit, user }) {
  const name = 'a complete login with a password';
  const against = 'one argon2id hash and one RS256 signature';
  const agents = [keepAlive(), keepAlive()];
  const ours = () => logIn({ ...user, agent: agents[0] });
  const theirs = async () => {
    const { status } = await send(limit, '/login', { agent: agents[1], method: 'POST' });
    if (status !== 200) throw new Error(`POST /login: ${status}`);
  };
  const timed = async (one, seconds) => {
    const times = [];
    const measured = async () => {
      const began = performance.now();
      await one();
      times.push(performance.now() - began);
    };
    const rate = await repeat(measured, { lanes: LANES, seconds });
    times.sort((a, b) => a - b);
    return { rate, p99: times[Math.floor(times.length * 0.99)] };
  };
  for (const one of [ours, theirs]) await timed(one, WARM_UP);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const a = await timed(ours, SECONDS);
    const b = await timed(theirs, SECONDS);
    rounds.push({ a, b, ratio: a.rate / b.rate });
  }
  for (let count = 0; count < LOGINS; count += 1) await ours();
  for (const agent of agents) agent.destroy();
  const ratio = median(rounds.map((round) => round.ratio));
  console.log(`${name}: ${ratio.toFixed(2)} of ${against}`);
  return { name, against, rounds, ratio };
}

/** Processor time of the server for one page, in microseconds: what other programs do meanwhile doesn't count. */
async function costOfPage({ path, headers = {} }) {
  const ours = { url: `${address()}${path}`, headers: { ...host(), ...headers } };
  const costs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = processorTime(ostia.pid);
    const { requests } = await load(ours, SECONDS, { redirects: true });
    costs.push((processorTime(ostia.pid) - before) / requests);
  }
  return costs;
}

/** In microseconds, as the kernel counts it: in hundredths of a second. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function idleMemory() {
  await sleep(quick ? 500 : 3000);
  return residentMemory(ostia.pid);
}

/** Resident memory in MiB. */
function residentMemory(pid) {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  return Number(kibibytes) / 1024;
}

/** From the start of the process to its first answer, with the database that is there. */
async function measureStarts(command) {
  await ostia.stop();
  const { commandLine } = new Server({ command, dataDir: ostia.dataDir, port: ostia.port, plain: true });
  const times = [];
  for (let start = 0; start < STARTS; start += 1) {
    const child = spawn(binary, commandLine, { stdio: 'ignore' });
    children.push(child);
    times.push(await answers(ostia.port, '/.well-known/jwks.json'));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  return times;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function git(...commandLine) {
  return execFileSync('git', commandLine, { cwd: here, encoding: 'utf8' }).trim();
}

function write(results, memory, starts, pages) {
  const spread = (values, digits = 0) => `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
  const costs = pages.map(({ name, micros }) => `| processor time for ${name} | ${spread(micros)} µs |`);
  const rows = results.map(({ name, against, rounds, ratio }) => {
    const side = (key) => spread(rounds.map((round) => round[key].rate));
    const tail = (key) => median(rounds.map((round) => round[key].p99)).toFixed(1);
    return `| ${name} | ${side('a')} | ${against} | ${side('b')} | **${ratio.toFixed(2)}** | ${tail('a')} / ${tail('b')} |`;
  });
  const changed = git('status', '--porcelain', '--', '../crates', '../Cargo.lock') ? ', with changes that are not committed' : '';
  const cores = cpus();
  const text = `# Measurements

Written by \`make bench\`; run it again rather than believe it. Both sides run on the same machine and share its cores
with the load generator, in turns (A B A B); the numbers are medians of ${ROUNDS} rounds of ${SECONDS} s, with the lowest and the highest.

- machine: ${cores.length} cores, ${cores[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB
- date: ${new Date().toISOString().slice(0, 10)}
- commit: ${git('rev-parse', '--short', 'HEAD')}${changed}
- server: \`ostia serve\`, plain HTTP on loopback, keep-alive; SQLite
- load: ${generator}${quick ? '\n- **--quick: too short to mean anything**' : ''}

| Ostia | requests/s | beside | requests/s | ratio | p99, ms |
|---|---|---|---|---|---|
${rows.join('\n')}

"One RS256 signature" and "the same number of bytes" come from \`bench/limit\`: the same HTTP stack and cryptography with
nothing behind them. It is what the machine can do at most, so the ratio says what everything else costs: client
authentication, the policy, the store, the log. For the bytes, that is finding the tenant and sending two headers more.

Both sides of the logins are driven by this script, ${LANES} at a time, which shares the cores, too. A login is what a new
browser and its application do: /authorize, the page, the form with the password, the redirect back, the code's exchange
for tokens. It stores a transaction, a session, a code, the user's last login and log entries, and each of them is on the
disk before its answer; the other side stores nothing.

| | |
|---|---|
| memory, idle after the start | ${memory.idle.toFixed(0)} MiB |
| memory, at the end of ${MINUTE} s of load | ${memory.loaded.toFixed(0)} MiB |
| memory, three seconds later | ${memory.after.toFixed(0)} MiB |
| memory, after the logins | ${memory.afterLogins.toFixed(0)} MiB |
| start to first answer, existing database | ${spread(starts.serve)} ms |
| the same for \`ostia dev\` | ${spread(starts.dev)} ms |
${costs.join('\n')}
| size of the binary | ${(statSync(binary).size / 2 ** 20).toFixed(1)} MiB |
`;
  const file = path.join(here, 'RESULTS.md');
  if (!quick) writeFileSync(file, text);
  console.log(`\n${text}`);
}
