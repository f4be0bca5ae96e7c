// npm auth0: connections, tenant settings, and what is refused.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Management, ManagementClient } from 'auth0';

import { createClient, databaseConnection, dev, domain, issuer, management, unique } from '../../harness/tenant.mjs';

describe('connections', () => {
  test('are created, read, updated and deleted', async () => {
    const name = unique('db');
    const created = await management.connections.create({ name, strategy: 'auth0' });
    assert.match(created.id, /^con_[A-Za-z0-9]{16}$/);
    assert.deepEqual(created.realms, [name]);
    assert.equal(created.is_domain_connection, false);

    const options = { ...created.options, disable_signup: true };
    const updated = await management.connections.update(created.id, { options });
    assert.equal(updated.options.disable_signup, true);
    assert.equal((await management.connections.get(created.id)).options.disable_signup, true);

    await management.connections.delete(created.id);
    await assert.rejects(management.connections.get(created.id), Management.NotFoundError);
  });

  test('are listed by checkpoint', async () => {
    const names = [unique('db'), unique('db'), unique('db')];
    for (const name of names) await management.connections.create({ name, strategy: 'auth0' });
    const seen = [];
    for await (const connection of await management.connections.list({ take: 2, strategy: ['auth0'] })) {
      seen.push(connection.name);
      assert.ok(seen.length < 5000, 'the list ends');
    }
    assert.equal(new Set(seen).size, seen.length, 'no connection comes twice');
    for (const name of [...names, dev.connection]) assert.ok(seen.includes(name), name);
  });

  test('know the clients that may use them', async () => {
    const { id } = await databaseConnection();
    const { client_id } = await createClient();
    const enabled = async () => {
      const found = [];
      for await (const client of await management.connections.clients.get(id, { take: 50 })) found.push(client.client_id);
      return found;
    };
    assert.ok((await enabled()).includes(client_id));
    await management.connections.clients.update(id, [{ client_id, status: false }]);
    assert.ok(!(await enabled()).includes(client_id));
  });
});

describe('tenant settings', () => {
  test('are read and written', async () => {
    const before = await management.tenants.settings.get();
    assert.equal(typeof before.flags, 'object');
    const friendly_name = unique('Ostia');
    const updated = await management.tenants.settings.update({ friendly_name });
    assert.equal(updated.friendly_name, friendly_name);
    const read = await management.tenants.settings.get({ fields: 'friendly_name', include_fields: true });
    assert.deepEqual(read, { friendly_name });
  });
});

describe('a caller', () => {
  test('without a scope is told which', async () => {
    const client = await createClient({ app_type: 'non_interactive' });
    await management.clientGrants.create({ client_id: client.client_id, audience: `${issuer}api/v2/`, scope: ['read:clients'] });
    const narrow = new ManagementClient({ domain, clientId: client.client_id, clientSecret: client.client_secret });
    assert.ok((await narrow.clients.list({ per_page: 1 })).data.length > 0);
    await assert.rejects(narrow.users.list(), (error) => {
      assert.ok(error instanceof Management.ForbiddenError);
      assert.equal(error.body.errorCode, 'insufficient_scope');
      assert.match(error.body.message, /^Insufficient scope, expected any of: .*read:users/);
      return true;
    });
    const [first] = (await narrow.clients.list({ per_page: 1 })).data;
    assert.ok(!('client_secret' in first), 'secrets need read:client_keys');
  });

  test('with a forged token is refused', async () => {
    const forged = new ManagementClient({ domain, token: 'eyJhbGciOiJub25lIn0.e30.' });
    await assert.rejects(forged.clients.list(), Management.UnauthorizedError);
  });
});
