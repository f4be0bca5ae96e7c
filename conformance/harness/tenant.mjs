// The tenant under test, and what the tests put into it, through the Management API as a user would.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { ManagementClient } from 'auth0';

if (!process.env.OSTIA_DEV) throw new Error('start the tests with "node run.mjs", which starts the server first');

/** What the server says of itself in dev.json. */
export const dev = JSON.parse(readFileSync(process.env.OSTIA_DEV, 'utf8'));

/** `https://localhost:8443`, without a slash at the end. */
export const baseUrl = dev.base_url.replace(/\/$/, '');

/** What the SDKs call the domain: host and port. */
export const domain = new URL(baseUrl).host;

/** `https://localhost:8443/`, with the slash. */
export const issuer = `${baseUrl}/`;

/** The Management API with all scopes. */
export const management = new ManagementClient({
  domain,
  clientId: dev.admin_client_id,
  clientSecret: dev.admin_client_secret,
});

/** A name that no other test uses. */
export const unique = (prefix) => `${prefix}-${randomBytes(6).toString('hex')}`;

/** A password that every policy takes. */
export const password = 'Tiber-Mouth-4711!';

let connection;

/** The database connection that the server came with. */
export async function databaseConnection() {
  connection ??= (async () => {
    const page = await management.connections.list({ name: dev.connection });
    const found = page.data.find(({ name }) => name === dev.connection);
    if (!found) throw new Error(`there is no connection ${dev.connection}`);
    return found;
  })();
  return connection;
}

/** Creates an application, as the dashboard would, and lets a first-party one use the database connection. */
export async function createClient(properties = {}) {
  const firstParty = properties.is_first_party !== false;
  const client = await management.clients.create({
    name: unique('conformance'),
    ...(firstParty && { oidc_conformant: true, jwt_configuration: { alg: 'RS256' } }),
    ...properties,
  });
  if (firstParty) {
    const { id } = await databaseConnection();
    await management.connections.clients.update(id, [{ client_id: client.client_id, status: true }]);
  }
  return client;
}

/** Creates a user of the database connection, with the password above. */
export async function createUser(properties = {}) {
  const email = `${unique('user')}@example.com`;
  const user = await management.users.create({
    connection: dev.connection,
    email,
    password,
    email_verified: true,
    ...properties,
  });
  return { ...user, email, password };
}

/** Creates an API. */
export async function createApi(properties = {}) {
  const name = unique('api');
  return management.resourceServers.create({
    identifier: `https://${name}.example.com/`,
    name,
    scopes: [
      { value: 'read:photos', description: 'See your photos' },
      { value: 'print:photos', description: 'Print your photos' },
    ],
    signing_alg: 'RS256',
    ...properties,
  });
}

/** Lets the users of third-party applications sign in with the database connection. */
export async function openConnectionToThirdParties() {
  const { id } = await databaseConnection();
  await management.connections.update(id, { is_domain_connection: true });
}

/** A request as `curl` would make it. */
export async function raw(path, { token, ...options } = {}) {
  const headers = { ...options.headers, ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(`${baseUrl}${path}`, { redirect: 'manual', ...options, headers });
}

/** A Management API token, for requests that no SDK makes. */
export async function managementToken() {
  const response = await raw('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: dev.admin_client_id,
      client_secret: dev.admin_client_secret,
      audience: `${issuer}api/v2/`,
    }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`no management token: ${response.status} ${JSON.stringify(body)}`);
  return body.access_token;
}
