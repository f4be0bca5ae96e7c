// npm auth0: applications.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { Management } from 'auth0';

import { createClient, management, managementToken, raw, unique } from '../../harness/tenant.mjs';

describe('clients', () => {
  const mine = [];
  const create = async (properties) => {
    const client = await management.clients.create({ name: unique('crud'), ...properties });
    mine.push(client.client_id);
    return client;
  };
  after(() => Promise.allSettled(mine.map((id) => management.clients.delete(id))));

  test('are created with what the type implies, read, updated and deleted', async () => {
    const created = await create({ app_type: 'regular_web', callbacks: ['https://app.example.com/callback'] });
    assert.match(created.client_id, /^[A-Za-z0-9]{32}$/);
    assert.equal(created.client_secret.length, 64);
    assert.equal(created.is_first_party, true);
    assert.deepEqual(created.grant_types, ['authorization_code', 'implicit', 'refresh_token', 'client_credentials']);

    const read = await management.clients.get(created.client_id);
    assert.deepEqual(read.callbacks, ['https://app.example.com/callback']);

    const updated = await management.clients.update(created.client_id, { description: 'prints', logo_uri: 'https://app.example.com/logo.png' });
    assert.equal(updated.description, 'prints');
    assert.equal((await management.clients.get(created.client_id)).description, 'prints');

    await management.clients.delete(created.client_id);
    await assert.rejects(management.clients.get(created.client_id), (error) => {
      assert.ok(error instanceof Management.NotFoundError);
      assert.equal(error.statusCode, 404);
      assert.equal(error.body.errorCode, 'inexistent_client');
      return true;
    });
  });

  test('of a public type have no implied client_credentials', async () => {
    for (const app_type of ['spa', 'native']) {
      const client = await create({ app_type, token_endpoint_auth_method: 'none' });
      assert.deepEqual(client.grant_types, ['authorization_code', 'implicit', 'refresh_token'], app_type);
    }
  });

  test('are listed page by page until the pages end', async () => {
    const ours = new Set();
    for (let index = 0; index < 5; index += 1) ours.add((await create()).client_id);

    const seen = new Set();
    let page = await management.clients.list({ per_page: 2, fields: 'client_id,name', include_fields: true });
    assert.equal(page.data.length, 2);
    for await (const client of page) {
      assert.ok(!seen.has(client.client_id), 'no client comes twice');
      seen.add(client.client_id);
    }
    for (const id of ours) assert.ok(seen.has(id), `${id} is on a page`);

    page = await management.clients.list({ per_page: 2, page: 0 });
    assert.equal(page.response.start, 0);
    assert.equal(page.response.limit, 2);
    assert.ok(page.response.total >= seen.size);
    assert.ok(page.hasNextPage());
    await page.getNextPage();
    assert.equal(page.response.start, 2);
  });

  test('without a page size end as well', async () => {
    let count = 0;
    for await (const client of await management.clients.list()) {
      assert.ok(client.client_id);
      count += 1;
      assert.ok(count < 5000, 'the list ends');
    }
    assert.ok(count > 0);
  });

  test('are filtered', async () => {
    const third = await create({ is_first_party: false });
    const native = await create({ app_type: 'native' });
    const ids = async (query) => {
      const found = [];
      for await (const client of await management.clients.list({ per_page: 50, ...query })) found.push(client.client_id);
      return found;
    };
    const thirdParties = await ids({ is_first_party: false });
    assert.ok(thirdParties.includes(third.client_id) && !thirdParties.includes(native.client_id));
    const natives = await ids({ app_type: 'native' });
    assert.ok(natives.includes(native.client_id) && !natives.includes(third.client_id));
  });

  test('get a new secret', async () => {
    const client = await create({ app_type: 'non_interactive' });
    const rotated = await management.clients.rotateSecret(client.client_id);
    assert.equal(rotated.client_id, client.client_id);
    assert.notEqual(rotated.client_secret, client.client_secret);
    assert.equal((await management.clients.get(client.client_id)).client_secret, rotated.client_secret);
  });

  test('refuse what is not a client', async () => {
    await assert.rejects(management.clients.create({ name: unique('bad'), no_such_property: 1 }), (error) => {
      assert.ok(error instanceof Management.BadRequestError);
      assert.match(error.body.message, /Additional properties not allowed: no_such_property/);
      return true;
    });
    await assert.rejects(management.clients.create({ app_type: 'spa' }), Management.BadRequestError);
  });

  test('keep their ownership', async () => {
    const client = await create();
    await management.clients.update(client.client_id, { is_first_party: true });
    await assert.rejects(management.clients.update(client.client_id, { is_first_party: false }), Management.BadRequestError);
  });
});

describe('GET /api/v2/clients/{id}?fields=is_first_party', () => {
  test('answers that key and no other', async () => {
    const client = await createClient();
    const token = await managementToken();
    const one = await raw(`/api/v2/clients/${client.client_id}?fields=is_first_party&include_fields=true`, { token });
    assert.equal(one.status, 200);
    assert.match(one.headers.get('content-type'), /^application\/json/);
    assert.equal(await one.text(), '{"is_first_party":true}');

    const others = await raw(`/api/v2/clients/${client.client_id}?include_fields=false&fields=is_first_party`, { token });
    const body = await others.json();
    assert.ok(!('is_first_party' in body));
    assert.equal(body.client_id, client.client_id);
  });

  test('tells a third-party client', async () => {
    const client = await createClient({ is_first_party: false });
    const token = await managementToken();
    const answer = await raw(`/api/v2/clients/${client.client_id}?include_fields=true&fields=is_first_party`, { token });
    assert.equal(await answer.text(), '{"is_first_party":false}');
  });

  test('wants a token', async () => {
    const answer = await raw('/api/v2/clients/nobody?fields=is_first_party&include_fields=true');
    assert.equal(answer.status, 401);
    assert.equal((await answer.json()).statusCode, 401);
  });

  test('knows no unknown client', async () => {
    const token = await managementToken();
    const answer = await raw('/api/v2/clients/nobody?fields=is_first_party&include_fields=true', { token });
    assert.equal(answer.status, 404);
    assert.equal((await answer.json()).errorCode, 'inexistent_client');
  });
});
