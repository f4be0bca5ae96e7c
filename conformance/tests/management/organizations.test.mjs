// npm auth0: organizations, their members, connections and invitations.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Management } from 'auth0';

import { createApi, createClient, createUser, databaseConnection, management, unique } from '../../harness/tenant.mjs';

const { organizations } = management;
const createOrganization = (properties = {}) =>
  organizations.create({ name: unique('org'), display_name: 'Acme Rockets', ...properties });

/** Everything that a pager gives, which has to end. */
async function all(pager) {
  const rows = [];
  for await (const row of await pager) {
    rows.push(row);
    assert.ok(rows.length < 5000, 'the list ends');
  }
  return rows;
}

describe('organizations', () => {
  test('are created, read by id and by name, updated and deleted', async () => {
    const created = await createOrganization({ metadata: { plan: 'pro' } });
    assert.match(created.id, /^org_[A-Za-z0-9]{16}$/);
    assert.deepEqual(await organizations.get(created.id), created);
    assert.deepEqual(await organizations.getByName(created.name), created);

    const branding = { logo_url: 'https://cdn.example.com/logo.svg', colors: { primary: '#7A1FA2', page_background: '#F3E5F5' } };
    const updated = await organizations.update(created.id, { display_name: 'Acme', branding });
    assert.equal(updated.display_name, 'Acme');
    assert.deepEqual((await organizations.get(created.id)).branding, branding);

    await organizations.delete(created.id);
    await assert.rejects(organizations.get(created.id), Management.NotFoundError);
  });

  test('have one name each', async () => {
    const { name } = await createOrganization();
    await assert.rejects(organizations.create({ name }), Management.ConflictError);
    await assert.rejects(organizations.create({ name: 'Not A Name' }), Management.BadRequestError);
  });

  test('are listed from checkpoint to checkpoint', async () => {
    const ours = [await createOrganization(), await createOrganization(), await createOrganization()];
    const seen = (await all(organizations.list({ take: 2 }))).map(({ id }) => id);
    assert.equal(new Set(seen).size, seen.length, 'no organization comes twice');
    for (const { id } of ours) assert.ok(seen.includes(id));
  });
});

describe('members', () => {
  test('join, get roles and leave', async () => {
    const { id } = await createOrganization();
    const users = [await createUser(), await createUser(), await createUser()];
    await organizations.members.create(id, { members: users.map(({ user_id }) => user_id) });
    const listed = await all(organizations.members.list(id, { take: 2 }));
    assert.deepEqual(listed.map(({ user_id }) => user_id).sort(), users.map(({ user_id }) => user_id).sort());

    const [{ user_id }] = users;
    const role = await management.roles.create({ name: unique('role') });
    await organizations.members.roles.assign(id, user_id, { roles: [role.id] });
    assert.deepEqual((await all(organizations.members.roles.list(id, user_id, { per_page: 1 }))).map(({ name }) => name), [role.name]);
    await organizations.members.roles.delete(id, user_id, { roles: [role.id] });
    assert.deepEqual(await all(organizations.members.roles.list(id, user_id)), []);

    assert.deepEqual((await all(management.users.organizations.list(user_id, { per_page: 1 }))).map((found) => found.id), [id]);
    await organizations.members.delete(id, { members: [user_id] });
    assert.deepEqual(await all(management.users.organizations.list(user_id)), []);
  });
});

describe('connections, client grants, invitations and domains of an organization', () => {
  test('connections are enabled, changed and taken away', async () => {
    const { id } = await createOrganization();
    const connection = await databaseConnection();
    const enabled = await organizations.enabledConnections.add(id, { connection_id: connection.id, assign_membership_on_login: true });
    assert.equal(enabled.connection.name, connection.name);
    await organizations.enabledConnections.update(id, connection.id, { is_signup_enabled: true });
    assert.equal((await organizations.enabledConnections.get(id, connection.id)).is_signup_enabled, true);
    assert.equal((await all(organizations.enabledConnections.list(id, { per_page: 1 }))).length, 1);
    await organizations.enabledConnections.delete(id, connection.id);
    await assert.rejects(organizations.enabledConnections.get(id, connection.id), Management.NotFoundError);
  });

  test('client grants are added and taken away', async () => {
    const { id } = await createOrganization();
    const { identifier: audience } = await createApi();
    const { client_id } = await createClient({ app_type: 'non_interactive' });
    const grant = await management.clientGrants.create({ client_id, audience, scope: [], organization_usage: 'allow' });
    assert.equal((await organizations.clientGrants.create(id, { grant_id: grant.id })).client_id, client_id);
    assert.deepEqual((await all(organizations.clientGrants.list(id, { per_page: 1 }))).map((found) => found.id), [grant.id]);
    assert.deepEqual((await all(management.clientGrants.organizations.list(grant.id, { take: 1 }))).map((found) => found.id), [id]);
    await organizations.clientGrants.delete(id, grant.id);
    assert.deepEqual(await all(organizations.clientGrants.list(id)), []);
  });

  test('invitations are sent out and taken back', async () => {
    const { id } = await createOrganization();
    const { client_id } = await createClient({ initiate_login_uri: 'https://app.example.com/login', organization_usage: 'allow' });
    const invite = () =>
      organizations.invitations.create(id, {
        client_id,
        inviter: { name: 'Grace' },
        invitee: { email: 'ada@example.com' },
        send_invitation_email: false,
      });
    const invitation = await invite();
    const url = new URL(invitation.invitation_url);
    assert.equal(url.origin + url.pathname, 'https://app.example.com/login');
    assert.equal(url.searchParams.get('invitation'), invitation.ticket_id);
    assert.equal(url.searchParams.get('organization'), id);
    await invite();
    assert.equal((await all(organizations.invitations.list(id, { per_page: 1 }))).length, 2);
    assert.equal((await organizations.invitations.get(id, invitation.id)).invitee.email, 'ada@example.com');
    await organizations.invitations.delete(id, invitation.id);
    await assert.rejects(organizations.invitations.get(id, invitation.id), Management.NotFoundError);
  });

  test('domains lead to it', async () => {
    const { id } = await createOrganization();
    const domain = `${unique('domain')}.example.com`;
    const created = await organizations.discoveryDomains.create(id, { domain });
    assert.equal(created.status, 'pending');
    await organizations.discoveryDomains.update(id, created.id, { status: 'verified' });
    assert.equal((await organizations.discoveryDomains.get(id, created.id)).status, 'verified');
    assert.deepEqual((await all(organizations.discoveryDomains.list(id, { take: 1 }))).map((found) => found.domain), [domain]);
    await organizations.discoveryDomains.delete(id, created.id);
    assert.deepEqual(await all(organizations.discoveryDomains.list(id)), []);
  });
});
