// npm auth0: resource servers and client grants.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Management } from 'auth0';

import { createApi, createClient, issuer, management, unique } from '../../harness/tenant.mjs';

describe('resource servers', () => {
  test('are created, read by id and by identifier, updated and deleted', async () => {
    const created = await createApi();
    assert.match(created.id, /^[0-9a-f]{24}$/);
    assert.equal(created.signing_alg, 'RS256');
    assert.equal(created.token_lifetime, 86400);

    assert.equal((await management.resourceServers.get(created.id)).identifier, created.identifier);
    assert.equal((await management.resourceServers.get(created.identifier)).id, created.id);

    const updated = await management.resourceServers.update(created.id, { token_lifetime: 600, allow_offline_access: true });
    assert.equal(updated.token_lifetime, 600);
    assert.equal((await management.resourceServers.get(created.id)).allow_offline_access, true);

    await management.resourceServers.delete(created.id);
    await assert.rejects(management.resourceServers.get(created.id), Management.NotFoundError);
  });

  test('have one identifier each', async () => {
    const { identifier } = await createApi();
    await assert.rejects(management.resourceServers.create({ identifier, name: unique('again') }), Management.ConflictError);
  });

  test('are listed page by page, the Management API among them', async () => {
    const ours = [await createApi(), await createApi(), await createApi()];
    const seen = [];
    for await (const api of await management.resourceServers.list({ per_page: 2 })) {
      seen.push(api.identifier);
      assert.ok(seen.length < 5000, 'the list ends');
    }
    assert.equal(new Set(seen).size, seen.length, 'no API comes twice');
    for (const { identifier } of ours) assert.ok(seen.includes(identifier));
    assert.ok(seen.includes(`${issuer}api/v2/`));
  });
});

describe('client grants', () => {
  test('are created, read, updated, listed and deleted', async () => {
    const api = await createApi();
    const client = await createClient({ app_type: 'non_interactive' });
    const created = await management.clientGrants.create({
      client_id: client.client_id,
      audience: api.identifier,
      scope: ['read:photos'],
    });
    assert.match(created.id, /^cgr_/);
    assert.deepEqual(created.scope, ['read:photos']);

    await assert.rejects(
      management.clientGrants.create({ client_id: client.client_id, audience: api.identifier, scope: [] }),
      Management.ConflictError,
    );

    const updated = await management.clientGrants.update(created.id, { scope: ['read:photos', 'print:photos'] });
    assert.deepEqual(updated.scope, ['read:photos', 'print:photos']);
    assert.deepEqual((await management.clientGrants.get(created.id)).scope, ['read:photos', 'print:photos']);

    const listed = [];
    for await (const grant of await management.clientGrants.list({ client_id: client.client_id, take: 1 })) listed.push(grant.id);
    assert.deepEqual(listed, [created.id]);

    await management.clientGrants.delete(created.id);
    assert.deepEqual((await management.clientGrants.list({ client_id: client.client_id })).data, []);
  });

  test('end checkpoint pages', async () => {
    const api = await createApi();
    const ids = new Set();
    for (let index = 0; index < 3; index += 1) {
      const { client_id } = await createClient({ app_type: 'non_interactive' });
      ids.add((await management.clientGrants.create({ client_id, audience: api.identifier, scope: [] })).id);
    }
    const seen = [];
    for await (const grant of await management.clientGrants.list({ audience: api.identifier, take: 2 })) {
      seen.push(grant.id);
      assert.ok(seen.length <= 3, 'the list ends');
    }
    assert.deepEqual(new Set(seen), ids);
  });

  test('never open a system API to a third party', async () => {
    const client = await createClient({ is_first_party: false });
    await assert.rejects(
      management.clientGrants.create({ client_id: client.client_id, audience: `${issuer}api/v2/`, scope: ['read:users'] }),
      Management.BadRequestError,
    );
  });
});
