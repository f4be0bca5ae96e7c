// npm auth0: users, by id, by e-mail, page by page.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Management } from 'auth0';

import { createUser, dev, management, password, unique } from '../../harness/tenant.mjs';

describe('users', () => {
  test('are created, read, updated and deleted', async () => {
    const email = `${unique('Mixed.Case')}@Example.com`;
    const created = await management.users.create({ connection: dev.connection, email, password, user_metadata: { a: 1, b: 2 } });
    assert.match(created.user_id, /^auth0\|[0-9a-f]{24}$/);
    assert.equal(created.email, email.toLowerCase());
    assert.equal(created.email_verified, false);
    assert.equal(created.identities[0].connection, dev.connection);
    assert.ok(!('password' in created));

    const read = await management.users.get(created.user_id);
    assert.equal(read.nickname, email.toLowerCase().split('@')[0]);

    const updated = await management.users.update(created.user_id, {
      given_name: 'Ostia',
      app_metadata: { plan: 'gold' },
      user_metadata: { b: null, c: 3 },
    });
    assert.equal(updated.given_name, 'Ostia');
    assert.deepEqual(updated.user_metadata, { a: 1, c: 3 });
    assert.deepEqual((await management.users.get(created.user_id)).app_metadata, { plan: 'gold' });

    const projected = await management.users.get(created.user_id, { fields: 'email,given_name', include_fields: true });
    assert.deepEqual(projected, { email: email.toLowerCase(), given_name: 'Ostia' });

    await management.users.delete(created.user_id);
    await assert.rejects(management.users.get(created.user_id), Management.NotFoundError);
  });

  test('are found by their exact e-mail', async () => {
    const { email, user_id } = await createUser();
    const found = await management.users.listUsersByEmail({ email });
    assert.deepEqual(found.map((user) => user.user_id), [user_id]);
    assert.deepEqual(await management.users.listUsersByEmail({ email: `no-${email}` }), []);
  });

  test('have one account for one e-mail', async () => {
    const { email } = await createUser();
    await assert.rejects(
      management.users.create({ connection: dev.connection, email, password }),
      (error) => error instanceof Management.ConflictError && error.body.statusCode === 409,
    );
  });

  test('are listed page by page', async () => {
    const ours = [await createUser(), await createUser(), await createUser()];
    const seen = [];
    for await (const user of await management.users.list({ per_page: 2, sort: 'created_at:-1' })) {
      seen.push(user.user_id);
      assert.ok(seen.length < 5000, 'the list ends');
    }
    assert.equal(new Set(seen).size, seen.length, 'no user comes twice');
    for (const { user_id } of ours) assert.ok(seen.includes(user_id));

    const page = await management.users.list({ per_page: 2 });
    assert.equal(page.response.length, 2);
    assert.ok(page.response.total >= seen.length);
  });

  test('are searched', async () => {
    const { email, user_id } = await createUser();
    const found = await management.users.list({ q: `email:"${email}"`, search_engine: 'v3' });
    assert.deepEqual(found.data.map((user) => user.user_id), [user_id]);
  });

  test('have no grants before they consent', async () => {
    const { user_id } = await createUser();
    const grants = await management.userGrants.list({ user_id });
    assert.deepEqual(grants.data, []);
    await management.userGrants.deleteByUserId({ user_id });
  });
});
