import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dev, enter, go, launch, logIn, management, open, settled, shot } from './harness.mjs';

let browser;
let page;

before(async () => {
  browser = await launch();
  page = await open(browser);
  await enter(page, '/users');
});

after(async () => {
  await browser?.close();
});

const PASSWORD = 'correct horse battery staple 1A';
const made = (email) =>
  management('POST', '/users', {
    connection: dev.connection,
    email,
    password: PASSWORD,
    email_verified: true,
  });

test('a user is made, found, blocked, and can’t log in', async () => {
  await page.getByRole('button', { name: 'Create user' }).click();
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('ann@example.com');
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('switch', { name: 'The address is known to be theirs' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'ann@example.com' }).waitFor();
  await go(page, '/users?search=ann');
  await page.getByRole('link', { name: 'ann@example.com' }).click();
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await page.locator('.badge', { hasText: 'Blocked' }).waitFor();
  const window = await open(browser);
  await window.goto(`${dev.base_url}/dashboard`);
  await logIn(window, 'ann@example.com', PASSWORD);
  await window
    .getByText(/blocked/i)
    .first()
    .waitFor();
  await window.context().close();
  await page.getByRole('button', { name: 'Unblock', exact: true }).click();
  await page.locator('.badge', { hasText: 'Active' }).waitFor();
});

test('whoever has no role is told how to get one; a viewer sees, and changes nothing', async () => {
  const { body: user } = await made('vera@example.com');
  const window = await open(browser);
  await window.goto(`${dev.base_url}/dashboard`);
  await logIn(window, 'vera@example.com', PASSWORD);
  await window.getByRole('heading', { name: 'You have no role here yet' }).waitFor();
  await shot(window, 'not-admitted-light');

  await go(page, `/users/${encodeURIComponent(user.user_id)}/roles`);
  await page.getByRole('combobox', { name: 'Give roles' }).click();
  await page.getByRole('option', { name: 'Dashboard viewer' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Give', exact: true }).click();
  await page.getByRole('link', { name: 'Dashboard viewer' }).waitFor();

  let bearer;
  window.on('request', (request) => {
    bearer = request.headers().authorization?.replace('Bearer ', '') ?? bearer;
  });
  await window.goto(`${dev.base_url}/dashboard/applications/${dev.clients.spa.client_id}/settings`);
  await window.getByText('Your roles let you look, and not change.').waitFor();
  assert.ok(await window.getByRole('textbox', { name: 'Name' }).isDisabled());
  assert.ok(await window.getByRole('button', { name: 'Delete application' }).isDisabled());
  // Not even with the request copied.
  const where = `/clients/${dev.clients.spa.client_id}`;
  assert.equal((await management('PATCH', where, { description: 'No' }, bearer)).status, 403);
  assert.equal((await management('DELETE', where, undefined, bearer)).status, 403);
  assert.equal((await management('GET', where, undefined, bearer)).body.client_secret, undefined);
  assert.deepEqual(window.problems, []);
  await window.context().close();
});

test('metadata is edited, and what is no JSON is not sent', async () => {
  const { body: user } = await made('mia@example.com');
  await go(page, `/users/${encodeURIComponent(user.user_id)}/metadata`);
  const editor = page.getByRole('textbox', { name: 'app_metadata' });
  await editor.fill('{ "plan": ');
  await page
    .getByText(/This is no JSON/)
    .first()
    .waitFor();
  assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
  await editor.fill('{ "plan": "gold" }');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  const { body } = await management('GET', `/users/${encodeURIComponent(user.user_id)}`);
  assert.deepEqual(body.app_metadata, { plan: 'gold' });
});

test('a thousand users are imported while a bar tells how far it is', async () => {
  const users = Array.from({ length: 1_000 }, (_, index) => ({
    email: `imported${index}@example.com`,
    email_verified: true,
  }));
  await go(page, '/users');
  await page.getByRole('button', { name: 'Import or export' }).click();
  await page.getByRole('menuitem', { name: 'Import a file of users' }).click();
  const buffer = Buffer.from(JSON.stringify(users));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('dialog').getByRole('button', { name: 'File' }).click();
  await (await chooser).setFiles({ name: 'users.json', mimeType: 'application/json', buffer });
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByText('1,000 made, 0 changed, 0 failed, of 1,000.').waitFor({ timeout: 120_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await go(page, '/users?search=imported999');
  await page.getByRole('link', { name: /imported999@example.com/ }).waitFor();
});

test('users are exported while a bar tells how far it is, and the file is fetched', async () => {
  await go(page, '/users');
  await page.getByRole('button', { name: 'Import or export' }).click();
  await page.getByRole('menuitem', { name: 'Export users to a file' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('progressbar', { name: 'Exporting' }).waitFor();
  const link = page.getByRole('dialog').getByRole('link', { name: 'Download' });
  await link.waitFor({ timeout: 120_000 });
  const file = await (await fetch(await link.getAttribute('href'))).arrayBuffer();
  const lines = gunzipSync(Buffer.from(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(lines.length > 1_000, `${lines.length} users`);
  assert.ok(lines.some((user) => user.email === 'imported999@example.com'));
  assert.ok(!JSON.stringify(lines).includes('password'));
});

test('a third party asks for consent, which is seen and revoked, and asks again', async () => {
  const callback = 'https://photo-printer.example/callback';
  const client = await management('POST', '/clients', {
    name: 'Photo Printer',
    app_type: 'regular_web',
    is_first_party: false,
    callbacks: [callback],
    grant_types: ['authorization_code'],
  });
  await management('POST', '/client-grants', {
    client_id: client.body.client_id,
    audience: dev.api,
    scope: ['read:messages'],
    subject_type: 'user',
  });
  const connections = await management('GET', '/connections');
  const [connection] = connections.body.filter((one) => one.name === dev.connection);
  await management('PATCH', `/connections/${connection.id}`, { is_domain_connection: true });
  const { body: user } = await made('cleo@example.com');

  const window = await open(browser);
  await window
    .context()
    .route(`${callback}**`, (route) => route.fulfill({ body: 'Welcome to Photo Printer' }));
  window.allows = (url) => url.startsWith(callback);
  const query = new URLSearchParams({
    client_id: client.body.client_id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid read:messages',
    audience: dev.api,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 'x',
  });
  const ask = () => window.goto(`${dev.base_url}/authorize?${query}`).catch(() => {});
  await ask();
  await logIn(window, 'cleo@example.com', PASSWORD);
  await window.locator('button[name=action][value=accept]').click();
  await window.waitForURL((url) => url.href.startsWith(callback));
  await ask();
  await window.waitForURL((url) => url.href.startsWith(callback));

  await go(page, `/users/${encodeURIComponent(user.user_id)}/consents`);
  await page.getByRole('cell', { name: 'Photo Printer' }).waitFor();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('They were asked for nothing yet').waitFor();
  await ask();
  await window.locator('button[name=action][value=accept]').waitFor();
  await window.context().close();
});

test('a session is seen and ended', async () => {
  const { body: user } = await made('sam@example.com');
  const window = await open(browser);
  await window.goto(`${dev.base_url}/dashboard`);
  await logIn(window, 'sam@example.com', PASSWORD);
  await window.getByRole('heading', { name: 'You have no role here yet' }).waitFor();
  await go(page, `/users/${encodeURIComponent(user.user_id)}/access`);
  await page.getByText('Chrome on Linux').waitFor();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText('They are logged in nowhere').waitFor();
  await window.reload();
  await window.locator('input[name=password]').waitFor();
  await window.context().close();
});

test('a role is made, gets a permission, and is deleted', async () => {
  await go(page, '/roles');
  await page.getByRole('button', { name: 'Create role' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Reader');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Reader' }).waitFor();
  await page.getByRole('combobox', { name: 'API' }).click();
  await page.getByRole('option', { name: 'Sample API' }).click();
  await page.getByRole('combobox', { name: 'Permissions' }).click();
  await page.getByRole('option', { name: 'read:messages' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('cell', { name: 'read:messages', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Delete role' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Reader');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete role' }).click();
  await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor();
});

test('an organization is made, gets a member, a connection and an invitation', async () => {
  await made('olga@example.com');
  await go(page, '/organizations');
  await page.getByRole('button', { name: 'Create organization' }).first().click();
  const name = page.getByRole('textbox', { name: 'Short name' });
  await name.fill('Harbour Works');
  await page.getByText('A name has lower-case letters').waitFor();
  await name.fill('harbour');
  await page.getByRole('textbox', { name: 'Display name' }).fill('Harbour Works');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Harbour Works' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').pop();

  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByRole('combobox', { name: 'Add a user' }).fill('olga');
  await page.getByRole('option', { name: /olga@example.com/ }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: 'olga@example.com' }).waitFor();

  // A role that counts in this organization alone.
  await page.getByRole('button', { name: 'Roles', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Roles' }).click();
  await page.getByRole('option', { name: 'Dashboard viewer' }).click();
  // The list of roles lies over the button as long as it is open.
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Their next token has the new roles.').waitFor();
  const [olga] = (await management('GET', '/users-by-email?email=olga@example.com')).body;
  const member = `/organizations/${id}/members/${encodeURIComponent(olga.user_id)}`;
  const held = (await management('GET', `${member}/roles`)).body;
  assert.deepEqual(
    held.map((role) => role.name),
    ['Dashboard viewer'],
  );

  await page.getByRole('tab', { name: 'Connections' }).click();
  await page.getByRole('combobox', { name: 'Add a connection' }).click();
  await page.getByRole('option', { name: dev.connection }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('cell', { name: dev.connection, exact: true }).waitFor();

  const spa = `/clients/${dev.clients.spa.client_id}`;
  await management('PATCH', spa, { initiate_login_uri: 'https://app.example/login' });
  await page.getByRole('tab', { name: 'Invitations' }).click();
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('ben@harbour.example');
  await page.getByRole('combobox', { name: 'Into which application' }).click();
  await page.getByRole('option', { name: 'Sample single-page application' }).click();
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('ben@harbour.example is invited.').waitFor();

  const { body: members } = await management('GET', `/organizations/${id}/members`);
  assert.deepEqual(
    members.map((member) => member.email),
    ['olga@example.com'],
  );
  const { body: invitations } = await management('GET', `/organizations/${id}/invitations`);
  assert.equal(invitations[0].invitee.email, 'ben@harbour.example');
});

test('an API is made, and gets scopes', async () => {
  await go(page, '/apis');
  await page.getByRole('button', { name: 'Create API' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Orders');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Identifier' }).fill('https://orders.example/');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
  const scope = page.getByRole('textbox', { name: 'Scope', exact: true });
  await scope.fill('read orders');
  await page.getByText('A scope has no spaces').waitFor();
  await scope.fill('read:orders');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  const { body } = await management(
    'GET',
    `/resource-servers/${encodeURIComponent('https://orders.example/')}`,
  );
  assert.deepEqual(body.scopes, [{ value: 'read:orders' }]);
});

test('the log tells of a refusal', async () => {
  const refused = await fetch(`${dev.base_url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: dev.clients.spa.client_id,
      audience: dev.api,
    }),
  });
  assert.ok(refused.status >= 400);
  await go(page, '/logs?kind=refused');
  const entry = page.getByRole('button', { name: /Client credentials refused/ }).first();
  // The log is written a moment later.
  for (let tries = 0; tries < 60 && (await entry.count()) === 0; tries += 1) {
    await page.getByRole('button', { name: 'Look again' }).click();
    await settled(page);
    await page.waitForTimeout(250);
  }
  await entry.click();
  await page.getByText('"type": "feccft"').first().waitFor();
  // What the server explains of one entry: the rule, the setting that it follows from, and what to do.
  const newest = `/logs?per_page=1&sort=date:-1&q=${encodeURIComponent('type:feccft')}`;
  const [{ log_id }] = (await management('GET', newest)).body;
  const { explanation } = (await management('GET', `/logs/${log_id}`)).body.details;
  assert.ok(explanation.rule && explanation.setting && explanation.remedy, JSON.stringify(explanation));
  const why = page.locator('.note', { hasText: 'Why it was refused' }).first();
  await why.getByText(explanation.rule, { exact: true }).waitFor();
  await why.getByText(`It follows from ${explanation.setting}.`).waitFor();
  await why.getByText(`What to do: ${explanation.remedy}`).waitFor();
  await page.getByRole('link', { name: 'Link to this entry' }).first().click();
  await page.waitForURL((url) => url.searchParams.get('q') === `log_id:"${log_id}"`);
  await page.getByRole('button', { name: /Client credentials refused/ }).waitFor();
});

test('activity counts refusals, and tokens by the type of their application', async () => {
  const answer = await fetch(`${dev.base_url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: dev.admin_client_id,
      client_secret: dev.admin_client_secret,
      audience: `${dev.base_url}/api/v2/`,
    }),
  });
  assert.equal(answer.status, 200);
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await management(
      'GET',
      `/logs?q=${encodeURIComponent(`type:seccft AND client_id:${dev.admin_client_id}`)}`,
    );
    if (found.body.length > 0) break;
    await page.waitForTimeout(250);
  }
  await go(page, '/activity');
  const refusals = page.getByRole('region', { name: 'Refusals' });
  await refusals.getByText('As a table').click();
  const counted = await refusals.getByRole('cell').last().textContent();
  assert.ok(Number(counted) > 0, `${counted} refusals today`);
  const types = page.getByRole('table', { name: 'Tokens by type of application' });
  await types.getByRole('row', { name: /Machine to machine/ }).waitFor();
  const used = page.getByRole('table', { name: 'Most used applications' });
  await used.getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Quick start' }).waitFor();
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
