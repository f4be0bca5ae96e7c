// The five roles: what the API lets each of them do, whatever a page shows, and what it leaves in the log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, management, open, settled } from './harness.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

const PASSWORD = 'correct horse battery staple 1A';
const ROLES = {
  owner: 'Dashboard owner',
  applications: 'Dashboard editor for applications',
  users: 'Dashboard editor for users',
  support: 'Dashboard support',
  viewer: 'Dashboard viewer',
};
const EVERYBODY = Object.keys(ROLES);

const roles = (await management('GET', '/roles?per_page=100')).body;
const roleId = (role) => roles.find((known) => known.name === ROLES[role]).id;

async function made(email) {
  const body = { connection: dev.connection, email, password: PASSWORD, email_verified: true };
  const { body: user } = await management('POST', '/users', body);
  return `/users/${encodeURIComponent(user.user_id)}`;
}

const somebody = await made('somebody@example.com');
const app = `/clients/${dev.clients.regular_web.client_id}`;
const { id: reader } = (await management('POST', '/roles', { name: 'Of their own' })).body;

/** What somebody does, and who may. */
const DEEDS = [
  ['see users', 'GET', '/users', undefined, EVERYBODY],
  ['see applications', 'GET', '/clients', undefined, EVERYBODY],
  ['see the log', 'GET', '/logs', undefined, EVERYBODY],
  ['see APIs', 'GET', '/resource-servers', undefined, ['owner', 'applications', 'users', 'viewer']],
  ['see the settings', 'GET', '/tenants/settings', undefined, ['owner', 'applications', 'users', 'viewer']],
  ['change an application', 'PATCH', app, (role) => ({ description: role }), ['owner', 'applications']],
  [
    'make an API',
    'POST',
    '/resource-servers',
    (role) => ({ name: role, identifier: `https://${role}.example/` }),
    ['owner', 'applications'],
  ],
  ['change a user', 'PATCH', somebody, (role) => ({ nickname: role }), ['owner', 'users']],
  ['make an organization', 'POST', '/organizations', (role) => ({ name: `of-${role}` }), ['owner', 'users']],
  ['give a role', 'POST', `${somebody}/roles`, () => ({ roles: [reader] }), ['owner', 'users']],
  ['end sessions', 'DELETE', `${somebody}/sessions`, undefined, ['owner', 'users', 'support']],
  [
    'lift blocks',
    'DELETE',
    somebody.replace('/users/', '/user-blocks/'),
    undefined,
    ['owner', 'users', 'support'],
  ],
  ['change the tenant', 'PATCH', '/tenants/settings', () => ({ support_email: 'a@b.example' }), ['owner']],
  ['change a role', 'PATCH', `/roles/${reader}`, (role) => ({ description: role }), ['owner']],
  [
    'change protection',
    'PATCH',
    '/attack-protection/brute-force-protection',
    () => ({ max_attempts: 10 }),
    ['owner'],
  ],
];

for (const role of EVERYBODY) {
  test(`whoever is ${ROLES[role]} may do that and no more`, async () => {
    const email = `${role}@example.com`;
    const self = await made(email);
    assert.equal((await management('POST', `${self}/roles`, { roles: [roleId(role)] })).status, 204);
    const window = await open(browser);
    let bearer;
    window.on('request', (request) => {
      bearer = request.headers().authorization?.replace('Bearer ', '') ?? bearer;
    });
    await enter(window, '/users', email, PASSWORD);
    await window.getByRole('link', { name: 'somebody@example.com' }).waitFor();
    assert.ok(bearer);
    for (const [deed, method, where, body, who] of DEEDS) {
      const { status } = await management(method, where, body?.(role), bearer);
      assert.equal(status < 300, who.includes(role), `${deed}: ${status}`);
      if (!who.includes(role)) assert.equal(status, 403, deed);
    }
    const { body: client } = await management('GET', app, undefined, bearer);
    assert.equal(client.client_secret !== undefined, role === 'owner', 'the secret');
    // Nobody raises themselves.
    const raised = await management('POST', `${self}/roles`, { roles: [roleId('owner')] }, bearer);
    assert.equal(raised.status, role === 'owner' ? 204 : 403);
    assert.deepEqual(window.problems, []);
    await window.context().close();
  });
}

test('what somebody may not see is said, with a reference that is copied and found', async () => {
  const window = await open(browser);
  await enter(window, '/users', 'support@example.com', PASSWORD);
  const answered = window.waitForResponse((response) => response.url().endsWith('/api/v2/tenants/settings'));
  await window.getByRole('link', { name: 'Tenant settings' }).click();
  const reference = (await answered).headers()['x-correlation-id'];
  await window.getByText('Your roles don’t allow this.').waitFor();
  await window.getByRole('button', { name: 'Copy the reference' }).click();
  assert.equal(await window.evaluate(() => navigator.clipboard.readText()), reference);
  await window.context().close();
});

test('a change is in the log with what was there before and after', async () => {
  const before = (await management('GET', app)).body.description;
  const window = await open(browser);
  await enter(
    window,
    `/applications/${dev.clients.regular_web.client_id}/settings`,
    'applications@example.com',
    PASSWORD,
  );
  await window.getByRole('textbox', { name: 'Description' }).fill('For the audit');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await window.getByText('Saved.').waitFor();
  await go(window, '/logs?kind=changes');
  const entry = window
    .getByRole('button', { name: /Management API: changed\s*Change an application/ })
    .first();
  for (let tries = 0; tries < 60 && (await entry.count()) === 0; tries += 1) {
    await window.getByRole('button', { name: 'Look again' }).click();
    await settled(window);
    await window.waitForTimeout(250);
  }
  await entry.click();
  const row = window.getByRole('table', { name: 'What changed' }).getByRole('row', { name: /^description/ });
  assert.deepEqual(await row.getByRole('cell').allTextContents(), ['description', before, 'For the audit']);
  assert.deepEqual(window.problems, []);
  await window.context().close();
});
