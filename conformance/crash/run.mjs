// kill -9 in the middle of a load, ten times: what was acknowledged must be there afterwards.
//
// Clients and users are created, users sign in and consent to third-party applications, refresh tokens are rotated.
// Every acknowledged effect is written down here before the next request of its worker. The server is then killed, started
// again on the same data, and asked for each of them.

import { randomBytes, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { HttpUser, send } from '../harness/http-user.mjs';
import { Server, freePort } from '../harness/server.mjs';

const KILLS = 10;
const LIMIT_SECONDS = 90;
const WORKERS = { clients: 2, users: 2, consents: 2, rotations: 3 };
const password = 'Tiber-Mouth-4711!';
const redirectUri = 'https://app.example.com/callback';

const began = Date.now();
const seconds = () => (Date.now() - began) / 1000;
const unique = (prefix) => `${prefix}-${randomBytes(6).toString('hex')}`;

const server = new Server({ dataDir: mkdtempSync(path.join(tmpdir(), 'ostia-crash-')), port: await freePort() });
/** What the server acknowledged. */
const acknowledged = { clients: [], users: [], consents: [] };
/** Refresh token families: the last acknowledged token, the one before, and whether an exchange was under way. */
const families = [];
let api, loadIsOn, agent, token;

let outcome = 1;
const alarm = setTimeout(() => {
  console.error(`crash: not done within ${LIMIT_SECONDS} s`);
  finish();
}, LIMIT_SECONDS * 1000);
try {
  await run();
  outcome = 0;
} catch (problem) {
  console.error(`crash: ${problem.stack ?? problem}\n\nthe end of the server's log:\n${server.tail()}`);
}
await finish();

async function finish() {
  clearTimeout(alarm);
  await server.kill();
  server.forget();
  process.exit(outcome);
}

async function run() {
  await server.start();
  await connect();
  const fixtures = await prepare();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    loadIsOn = true;
    const load = Promise.allSettled(startLoad(fixtures));
    // Long enough to be in the middle of things, never the same length twice.
    await sleep(800 + Math.random() * 1700);
    server.note(`kill -9, number ${kill}`);
    await server.kill();
    loadIsOn = false;
    const problems = (await load).filter(({ status }) => status === 'rejected');
    if (problems.length > 0) throw problems[0].reason;
    await server.start({ seconds: 30 });
    await connect();
    const checked = await verify(kill === KILLS);
    console.log(`kill ${String(kill).padStart(2)}: ${checked} (${seconds().toFixed(1)} s)`);
  }
  const { clients, users, consents } = acknowledged;
  const rotations = families.reduce((sum, family) => sum + family.rotations, 0);
  if (Math.min(clients.length, users.length, consents.length, rotations) === 0) throw new Error('the load did nothing');
  console.log(
    `nothing acknowledged was lost in ${KILLS} kills: ${clients.length} clients, ${users.length} users, ` +
      `${consents.length} consents, ${rotations} rotations, ${seconds().toFixed(1)} s`,
  );
}

/** Connections and the token belong to one life of the server. */
async function connect() {
  agent?.destroy();
  agent = new https.Agent({ ca: readFileSync(server.dev.ca_file), keepAlive: true, maxSockets: 32 });
  const { admin_client_id, admin_client_secret, base_url } = server.dev;
  const answer = await post('/oauth/token', {
    grant_type: 'client_credentials',
    client_id: admin_client_id,
    client_secret: admin_client_secret,
    audience: `${base_url.replace(/\/$/, '')}/api/v2/`,
  });
  token = expect(answer, 200).access_token;
}

async function call(method, where, body) {
  const text = body && JSON.stringify(body);
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) };
  return send(new URL(where, server.dev.base_url), { agent, method, headers, body: text });
}

function post(where, body) {
  return call('POST', where, body);
}

function expect({ status, text }, ...wanted) {
  if (!wanted.includes(status)) throw new Error(`${status} instead of ${wanted}: ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : undefined;
}

/** What the load needs before it begins: an API, a rotating client, and users who sign in. */
async function prepare() {
  const connections = expect(await call('GET', '/api/v2/connections'), 200);
  const connection = connections.find(({ name }) => name === server.dev.connection);
  expect(await call('PATCH', `/api/v2/connections/${connection.id}`, { is_domain_connection: true }), 200);
  api = expect(
    await post('/api/v2/resource-servers', {
      identifier: `https://${unique('api')}.example.com/`,
      name: unique('api'),
      allow_offline_access: true,
      scopes: [{ value: 'read:photos', description: 'See your photos' }],
    }),
    201,
  );
  const rotating = expect(
    await post('/api/v2/clients', {
      name: unique('rotating'),
      app_type: 'regular_web',
      oidc_conformant: true,
      grant_types: ['http://auth0.com/oauth/grant-type/password-realm', 'refresh_token'],
      refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 0 },
    }),
    201,
  );
  expect(await call('PATCH', `/api/v2/connections/${connection.id}/clients`, [{ client_id: rotating.client_id, status: true }]), 204);
  const people = [];
  for (let index = 0; index < WORKERS.consents + WORKERS.rotations; index += 1) people.push(await createUser());
  return { rotating, people };
}

async function createUser() {
  const email = `${unique('crash')}@example.com`;
  const created = expect(await post('/api/v2/users', { connection: server.dev.connection, email, password, email_verified: true }), 201);
  return { user_id: created.user_id, email };
}

/** Workers that go on until the server is gone. */
function startLoad({ rotating, people }) {
  const workers = [];
  const add = (count, once) => {
    for (let index = 0; index < count; index += 1) workers.push(repeat(once(index)));
  };
  add(WORKERS.clients, () => async () => {
    const name = unique('crash');
    const created = expect(await post('/api/v2/clients', { name, app_type: 'regular_web' }), 201);
    acknowledged.clients.push({ client_id: created.client_id, client_secret: created.client_secret, name });
  });
  add(WORKERS.users, () => async () => {
    acknowledged.users.push(await createUser());
  });
  add(WORKERS.consents, (index) => {
    const person = people[index];
    // The same cookies in every life of the server: a session that was acknowledged must live on.
    person.browser ??= new HttpUser({ baseUrl: server.dev.base_url.replace(/\/$/, '') });
    person.browser.agent = agent;
    return () => consent(person);
  });
  add(WORKERS.rotations, (index) => {
    const person = people[WORKERS.consents + index];
    let family;
    return async () => {
      family ??= families.find((one) => one.person === person && !one.over);
      if (!family) {
        const issued = expect(await post('/oauth/token', passwordGrant(rotating, person)), 200);
        family = { person, rotating, current: issued.refresh_token, previous: undefined, underWay: false, over: false, rotations: 0 };
        families.push(family);
        return;
      }
      await rotate(family);
    };
  });
  return workers;
}

/** Repeats until the connection breaks; an answer that is wrong while the server lives is a failure. */
async function repeat(once) {
  while (loadIsOn) {
    try {
      await once();
    } catch (problem) {
      if (isConnectionLoss(problem)) return;
      throw problem;
    }
  }
}

function isConnectionLoss(problem) {
  const codes = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];
  return codes.includes(problem.code) || /socket hang up|cut off|aborted|before secure TLS/i.test(problem.message);
}

/** A user lets a new third-party application in: acknowledged when the code comes back. */
async function consent(person) {
  const client = expect(
    await post('/api/v2/clients', {
      name: unique('third'),
      is_first_party: false,
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_post',
      callbacks: [redirectUri],
    }),
    201,
  );
  expect(await post('/api/v2/client-grants', { client_id: client.client_id, audience: api.identifier, scope: ['read:photos'], subject_type: 'user' }), 201);
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid read:photos',
    audience: api.identifier,
    state: 's',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let consented = false;
  const back = await person.browser.walk(`/authorize?${query}`, (form) => {
    if (form.asks.has('password')) {
      if (person.signedIn) throw new Error(`the session of ${person.email} is gone`);
      return { username: person.email, password, action: 'default' };
    }
    if (!form.asks.has('action=accept')) throw new Error(`an unknown form asks for ${[...form.asks]}`);
    consented = true;
    return { action: 'accept' };
  });
  if (!back.searchParams.get('code')) throw new Error(`no code: ${back}`);
  if (!consented) throw new Error('a third-party application got a code without consent');
  person.signedIn = true;
  acknowledged.consents.push({ user_id: person.user_id, client_id: client.client_id, audience: api.identifier });
}

function passwordGrant(client, person) {
  return {
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    client_id: client.client_id,
    client_secret: client.client_secret,
    username: person.email,
    password,
    realm: server.dev.connection,
    scope: 'openid offline_access',
  };
}

function exchange({ rotating }, refresh_token) {
  const { client_id, client_secret } = rotating;
  return post('/oauth/token', { grant_type: 'refresh_token', client_id, client_secret, refresh_token });
}

async function rotate(family) {
  family.underWay = true;
  const issued = expect(await exchange(family, family.current), 200);
  Object.assign(family, { previous: family.current, current: issued.refresh_token, underWay: false });
  family.rotations += 1;
}

/** Asks the restarted server for everything that it acknowledged. */
async function verify(all) {
  const recent = (list) => list.filter((item) => all || !item.seen);
  const clients = recent(acknowledged.clients);
  await each(clients, async (item) => {
    const found = expect(await call('GET', `/api/v2/clients/${item.client_id}?fields=name,client_secret`), 200);
    if (found.name !== item.name || found.client_secret !== item.client_secret) throw new Error(`client ${item.client_id} changed`);
  });
  const users = recent(acknowledged.users);
  await each(users, async (item) => {
    const found = expect(await call('GET', `/api/v2/users/${encodeURIComponent(item.user_id)}`), 200);
    if (found.email !== item.email) throw new Error(`user ${item.user_id} changed`);
  });
  const consents = recent(acknowledged.consents);
  await each(consents, async (item) => {
    const query = new URLSearchParams({ user_id: item.user_id, client_id: item.client_id, audience: item.audience });
    const [grant] = expect(await call('GET', `/api/v2/grants?${query}`), 200);
    if (!grant?.scope.includes('read:photos')) throw new Error(`the consent of ${item.user_id} to ${item.client_id} is gone`);
  });
  const lost = await verifyFamilies();
  return `${clients.length} clients, ${users.length} users, ${consents.length} consents, ${families.length} token families, ${lost} exchanges cut off`;
}

/** The last acknowledged token works; one that was exchanged stays dead. */
async function verifyFamilies() {
  let cutOff = 0;
  for (const family of families.filter(({ over }) => !over)) {
    const answer = await exchange(family, family.current);
    if (answer.status === 200) {
      Object.assign(family, { previous: family.current, current: JSON.parse(answer.text).refresh_token, underWay: false });
      family.rotations += 1;
      continue;
    }
    const { error } = JSON.parse(answer.text);
    // An exchange was under way: it may have been committed without its answer getting through.
    if (!family.underWay || error !== 'invalid_grant') throw new Error(`an acknowledged refresh token is dead: ${answer.status} ${answer.text}`);
    family.over = true;
    cutOff += 1;
  }
  const [sacrificed] = families.filter(({ over, previous }) => !over && previous);
  if (sacrificed) {
    const answer = await exchange(sacrificed, sacrificed.previous);
    if (answer.status !== 403) throw new Error(`a refresh token that was exchanged before the kill works again: ${answer.status}`);
    // Its second use ended the family.
    sacrificed.over = true;
  }
  return cutOff;
}

async function each(items, check) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let item = queue.pop(); item; item = queue.pop()) {
        await check(item);
        item.seen = true;
      }
    }),
  );
}
