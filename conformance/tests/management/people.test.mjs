// npm auth0: roles, permissions, and what belongs to one user.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';

import { Management } from 'auth0';

import { createApi, createClient, createUser, databaseConnection, management, password, raw, unique } from '../../harness/tenant.mjs';

/** All entries of a list, page after page. */
async function all(pages) {
  const found = [];
  for await (const entry of await pages) {
    found.push(entry);
    assert.ok(found.length < 5000, 'the list ends');
  }
  return found;
}

/** A client by which a user logs in without a browser, and what it got. */
async function loggedIn(user, audience) {
  const client = await createClient({ app_type: 'regular_web', grant_types: ['password', 'refresh_token', 'http://auth0.com/oauth/grant-type/password-realm'] });
  const { name } = await databaseConnection();
  const body = { grant_type: 'http://auth0.com/oauth/grant-type/password-realm', realm: name, username: user.email, password, client_id: client.client_id, client_secret: client.client_secret, scope: 'openid offline_access', ...(audience && { audience }) };
  const response = await raw('/oauth/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const tokens = await response.json();
  assert.equal(response.status, 200, JSON.stringify(tokens));
  return { client, tokens };
}

describe('roles', () => {
  test('are created, read, updated, listed and deleted', async () => {
    const names = [unique('role'), unique('role'), unique('role')];
    const roles = [];
    for (const name of names) roles.push(await management.roles.create({ name, description: 'made by a test' }));
    assert.match(roles[0].id, /^rol_/);
    assert.equal((await management.roles.get(roles[0].id)).name, names[0]);
    assert.equal((await management.roles.update(roles[0].id, { description: 'changed' })).description, 'changed');
    const listed = await all(management.roles.list({ per_page: 2 }));
    assert.equal(new Set(listed.map(({ id }) => id)).size, listed.length, 'no role comes twice');
    for (const { id } of roles) assert.ok(listed.some((role) => role.id === id), id);
    assert.deepEqual((await management.roles.list({ page: 900, per_page: 1 })).data, [], 'a page behind the last ends the list');
    for (const { id } of roles) await management.roles.delete(id);
    await assert.rejects(management.roles.get(roles[0].id), Management.NotFoundError);
  });

  test('carry permissions to their users, and into tokens', async () => {
    const api = await createApi({ enforce_policies: true, token_dialect: 'access_token_authz' });
    const [{ value: permission_name }] = api.scopes;
    const permission = { resource_server_identifier: api.identifier, permission_name };
    const role = await management.roles.create({ name: unique('role') });
    const user = await createUser();
    await management.roles.permissions.add(role.id, { permissions: [permission] });
    assert.deepEqual((await all(management.roles.permissions.list(role.id, { per_page: 1 }))).map((found) => found.permission_name), [permission_name]);
    await management.roles.users.assign(role.id, { users: [user.user_id] });
    assert.deepEqual((await all(management.roles.users.list(role.id, { take: 1 }))).map((found) => found.user_id), [user.user_id]);
    assert.deepEqual((await all(management.users.roles.list(user.user_id))).map(({ id }) => id), [role.id]);
    const permissions = await all(management.users.permissions.list(user.user_id));
    assert.deepEqual(permissions.map((found) => found.permission_name), [permission_name]);

    const { tokens } = await loggedIn(user, api.identifier);
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url').toString());
    assert.deepEqual(claims.permissions, [permission_name]);

    await management.users.roles.delete(user.user_id, { roles: [role.id] });
    assert.deepEqual(await all(management.users.permissions.list(user.user_id)), []);
    await management.users.roles.assign(user.user_id, { roles: [role.id] });
    await management.roles.permissions.delete(role.id, { permissions: [permission] });
    assert.deepEqual(await all(management.roles.permissions.list(role.id)), []);
    await management.users.permissions.create(user.user_id, { permissions: [permission] });
    assert.equal((await all(management.users.permissions.list(user.user_id))).length, 1);
    await management.users.permissions.delete(user.user_id, { permissions: [permission] });
    assert.deepEqual(await all(management.users.permissions.list(user.user_id)), []);
  });
});

describe('what belongs to a user', () => {
  test('sessions and refresh tokens are listed, read, changed and revoked', async () => {
    const user = await createUser();
    const { client, tokens } = await loggedIn(user);
    assert.ok(tokens.refresh_token);
    const listed = await all(management.users.refreshToken.list(user.user_id, { take: 10 }));
    assert.deepEqual(listed.map(({ client_id }) => client_id), [client.client_id]);
    const [{ id }] = listed;
    assert.equal((await management.refreshTokens.get(id)).user_id, user.user_id);
    assert.deepEqual((await management.refreshTokens.update(id, { refresh_token_metadata: { device: 'kitchen' } })).refresh_token_metadata, { device: 'kitchen' });
    assert.deepEqual((await all(management.refreshTokens.list({ user_id: user.user_id, client_id: client.client_id }))).map((found) => found.id), [id]);
    await management.refreshTokens.delete(id);
    await assert.rejects(management.refreshTokens.get(id), Management.NotFoundError);

    const refresh = (refresh_token) => raw('/oauth/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ grant_type: 'refresh_token', refresh_token, client_id: client.client_id, client_secret: client.client_secret }) });
    assert.equal((await refresh(tokens.refresh_token)).status, 403, 'what was deleted opens nothing');
    const again = (await loggedIn(user)).tokens.refresh_token;
    await management.users.refreshToken.delete(user.user_id);
    assert.equal((await refresh(again)).status, 403);
    assert.deepEqual(await all(management.users.sessions.list(user.user_id, { take: 10 })), []);
    await management.users.sessions.delete(user.user_id);
    await assert.rejects(management.sessions.get('no-such-session'), Management.NotFoundError);
    await management.users.revokeAccess(user.user_id);
    assert.deepEqual(await all(management.userGrants.list({ user_id: user.user_id })), []);
    await management.userGrants.deleteByUserId({ user_id: user.user_id });
  });

  test('authentication methods are created, read, renamed and deleted', async () => {
    const user = await createUser();
    const created = await management.users.authenticationMethods.create(user.user_id, { type: 'email', name: 'at work', email: 'ada@work.example' });
    assert.match(created.email, /^\*+@work\*+$/, 'an address is shown in part');
    assert.equal((await management.users.authenticationMethods.get(user.user_id, created.id)).name, 'at work');
    await management.users.authenticationMethods.update(user.user_id, created.id, { name: 'at home' });
    const listed = await all(management.users.authenticationMethods.list(user.user_id, { per_page: 1 }));
    assert.ok(listed.some(({ id, name }) => id === created.id && name === 'at home'), JSON.stringify(listed));
    await management.users.authenticationMethods.delete(user.user_id, created.id);
    await management.users.authenticationMethods.set(user.user_id, [{ type: 'email', name: 'again', email: 'ada@again.example' }]);
    await management.users.authenticationMethods.deleteAll(user.user_id);
    await management.users.authenticators.deleteAll(user.user_id);
    assert.deepEqual((await all(management.users.authenticationMethods.list(user.user_id))).filter(({ type }) => type === 'email'), []);
    assert.deepEqual(await management.users.enrollments.get(user.user_id), []);
    await assert.rejects(management.users.regenerateRecoveryCode(user.user_id), Management.NotFoundError, 'there is no factor to recover');
    await management.users.multifactor.invalidateRememberBrowser(user.user_id);
  });

  test('blocks are seen and lifted', async () => {
    const user = await createUser();
    assert.deepEqual((await management.userBlocks.list(user.user_id)).blocked_for, []);
    assert.deepEqual((await management.userBlocks.listByIdentifier({ identifier: user.email })).blocked_for, []);
    await management.userBlocks.delete(user.user_id);
    await management.userBlocks.deleteByIdentifier({ identifier: user.email });
    await assert.rejects(management.anomaly.blocks.checkIp('203.0.113.9'), Management.NotFoundError);
    await management.anomaly.blocks.unblockIp('203.0.113.9');
  });

  test('accounts are linked and parted', async () => {
    const [first, second] = [await createUser(), await createUser()];
    const [provider, ...rest] = second.user_id.split('|');
    const identities = await management.users.identities.link(first.user_id, { provider, user_id: rest.join('|') });
    assert.equal(identities.length, 2);
    await assert.rejects(management.users.get(second.user_id), Management.NotFoundError);
    const left = await management.users.identities.delete(first.user_id, provider, rest.join('|'));
    assert.equal(left.length, 1);
    assert.equal((await management.users.get(second.user_id)).user_id, second.user_id);
  });

  test('device credentials are registered with a token of the user, listed and deleted', async () => {
    const user = await createUser();
    assert.deepEqual(await all(management.deviceCredentials.list({ user_id: user.user_id, type: 'public_key', per_page: 1 })), []);
    await assert.rejects(
      management.deviceCredentials.createPublicKey({ device_name: 'phone', type: 'public_key', value: 'x', device_id: randomBytes(8).toString('hex') }),
      (error) => error instanceof Management.BadRequestError || error instanceof Management.ForbiddenError,
    );
  });

  test('its log and its organizations are listed', async () => {
    const user = await createUser();
    await loggedIn(user);
    let entries = [];
    for (let times = 0; times < 50 && entries.length === 0; times += 1) {
      entries = await all(management.users.logs.list(user.user_id, { per_page: 50 }));
      if (entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(entries.some(({ type }) => type === 'sepft'), JSON.stringify(entries.map(({ type }) => type)));
    const { name } = await management.organizations.create({ name: unique('org') });
    const organization = await management.organizations.getByName(name);
    await management.organizations.members.create(organization.id, { members: [user.user_id] });
    assert.deepEqual((await all(management.users.organizations.list(user.user_id, { per_page: 1 }))).map((found) => found.name), [name]);
  });
});
