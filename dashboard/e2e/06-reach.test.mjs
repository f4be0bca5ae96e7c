// Who reaches what: providers that people come from, third parties, consents, second factors, other tenants.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, management, open, settled, shot, violations } from './harness.mjs';

let browser;
let page;

before(async () => {
  browser = await launch();
  page = await open(browser);
  await enter(page);
});

after(async () => {
  await browser?.close();
});

test('a provider is connected, tried, and its secret changed without losing the rest', async () => {
  await go(page, '/connections/new');
  await page.getByRole('radio', { name: 'OAuth 2', exact: true }).click();
  await page.getByText(`${dev.base_url}/login/callback`).waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('harbour-login');
  await page.getByRole('textbox', { name: 'Display name' }).fill('Harbour Login');
  const where = page.getByRole('textbox', { name: 'Where people log in' });
  await where.fill('http://provider.example/authorize');
  await page.getByText('The address has to begin with https://.').first().waitFor();
  await where.fill('https://provider.example/authorize');
  await page
    .getByRole('textbox', { name: 'Where a code becomes a token' })
    .fill('https://provider.example/token');
  await page.getByRole('textbox', { name: 'Where the profile is' }).fill('https://provider.example/me');
  await page.getByRole('textbox', { name: 'Client ID' }).fill('ours-at-theirs');
  assert.ok(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled());
  await page.getByLabel(/^Client secret/).fill('their-secret');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Harbour Login' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').pop();
  const made = (await management('GET', `/connections/${id}`)).body;
  assert.equal(made.strategy, 'oauth2');
  assert.deepEqual(
    [made.options.client_id, made.options.client_secret, made.options.pkce_enabled],
    ['ours-at-theirs', 'their-secret', true],
  );

  await page.getByLabel(/^Client secret/).fill('their-new-secret');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  const changed = (await management('GET', `/connections/${id}`)).body;
  assert.deepEqual(changed.options, { ...made.options, client_secret: 'their-new-secret' });

  const spa = dev.clients.spa.client_id;
  await management('PATCH', `/connections/${id}/clients`, [{ client_id: spa, status: true }]);
  await page.reload();
  await page.getByRole('button', { name: 'Try it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Open this address in a').waitFor();
  await dialog.getByText('code_challenge_method=S256').waitFor();
  const address = await dialog.locator('pre.code').first().textContent();
  // A private window, in which it leads to the provider and nowhere else.
  const stranger = await open(browser);
  stranger.allows = (url) => url.startsWith('https://provider.example/');
  await stranger
    .context()
    .route('https://provider.example/**', (route) => route.fulfill({ body: 'Who are you?' }));
  await stranger.goto(address).catch(() => {});
  await stranger.waitForURL((url) => url.host === 'provider.example');
  const asked = new URL(stranger.url()).searchParams;
  assert.equal(asked.get('client_id'), 'ours-at-theirs');
  assert.equal(asked.get('redirect_uri'), `${dev.base_url}/login/callback`);
  await stranger.context().close();
  await management('DELETE', `/connections/${id}`);
});

test('a directory is let in, and its users reach their profiles', async () => {
  const { id } = (
    await management('POST', '/connections', {
      name: 'harbour-staff',
      strategy: 'oidc',
      options: { discovery_url: 'https://staff.example/.well-known/openid-configuration', client_id: 'ours' },
    })
  ).body;
  await go(page, `/connections/${id}`);
  await page.getByRole('button', { name: 'Let a directory in' }).click();
  const base = `${dev.base_url}/scim/v2/connections/${id}`;
  await page.getByText(base).waitFor();
  await page.getByRole('region', { name: 'Directory' }).getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Another row' }).click();
  await dialog.getByRole('textbox', { name: 'Attribute of the directory, row 3' }).fill('name.givenName');
  await dialog.getByRole('textbox', { name: 'Member of the profile, row 3' }).fill('given_name');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. It counts from the next change').waitFor();
  await page.getByText('name.givenName').waitFor();

  await page.getByRole('button', { name: 'Create token' }).click();
  await page.getByText('It is shown now and never again.').waitFor();
  const token = (await page.getByRole('dialog').locator('pre.code').textContent()).trim();
  assert.deepEqual(await violations(page), []);
  await shot(page, 'connection-directory-token');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const made = await fetch(`${base}/Users`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'grace',
      externalId: '7',
      name: { givenName: 'Grace' },
      emails: [{ value: 'grace@harbour.example', primary: true }],
    }),
  });
  assert.equal(made.status, 201);
  const user = (await management('GET', '/users-by-email?email=grace@harbour.example')).body[0];
  assert.deepEqual([user.user_id, user.given_name], ['oidc|harbour-staff|7', 'Grace']);
  await page.reload();
  const tokens = page.getByRole('table', { name: 'Tokens of the directory' });
  await tokens.waitFor();
  assert.equal(await tokens.getByText('never').count(), 0);
  assert.deepEqual(await violations(page), []);
  await shot(page, 'connection-directory');

  await tokens.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('It has no token yet').waitFor();
  assert.equal((await fetch(`${base}/Users`, { headers })).status, 401);
  await page.getByRole('button', { name: 'Stop provisioning' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop provisioning' }).click();
  await page.getByRole('button', { name: 'Let a directory in' }).waitFor();
  assert.equal((await management('GET', `/connections/${id}/scim-configuration`)).status, 404);
  await management('DELETE', `/connections/${id}`);
});

test('third parties and what they reach are seen in one place', async () => {
  const client = await management('POST', '/clients', {
    name: 'Stranger',
    app_type: 'regular_web',
    is_first_party: false,
    callbacks: ['https://stranger.example/cb'],
    grant_types: ['authorization_code'],
  });
  await go(page, '/consents');
  const row = page.getByRole('row', { name: /Stranger/ });
  await row.getByText('Third party (strict)').waitFor();
  await row.getByRole('link', { name: '0', exact: true }).click();
  await page.getByText('Nobody has agreed to anything of it').waitFor();
  assert.match(page.url(), new RegExp(`client=${client.body.client_id}`));
  await page.goBack();
  await page.getByRole('heading', { name: 'What is open to all third parties' }).waitFor();
});

test('a factor of somebody who lost a telephone is deleted', async () => {
  const made = await management('POST', '/users', {
    connection: dev.connection,
    email: 'phil@example.com',
    password: 'correct horse battery staple 1A',
    email_verified: true,
  });
  const where = `/users/${encodeURIComponent(made.body.user_id)}`;
  const factor = await management('POST', `${where}/authentication-methods`, {
    type: 'totp',
    name: 'Old telephone',
    totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  });
  assert.equal(factor.status, 201, JSON.stringify(factor.body));
  await go(page, `${where}/factors`);
  const row = page.getByRole('row', { name: /Authenticator app/ });
  await row.getByText('Old telephone').waitFor();
  await row.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('They have no second factor').waitFor();
  assert.deepEqual((await management('GET', `${where}/authentication-methods`)).body, []);
});

test('it says which tenant this is, and leads to others that somebody knows', async () => {
  await go(page, '/applications');
  await settled(page);
  const host = new URL(dev.base_url).host;
  const button = page.getByRole('button', { name: `Tenant ${host}: go to another` });
  await button.click();
  await page.getByText('You are at the tenant').waitFor();
  await page.getByRole('menuitem', { name: 'Go to another domain…' }).click();
  const domain = page.getByRole('dialog').getByRole('textbox', { name: 'Domain' });
  await domain.fill('not a domain');
  await page.getByText('A domain looks like').waitFor();
  page.allows = (url) => url.startsWith('https://other.example/');
  await page.route('https://other.example/**', (route) => route.fulfill({ body: 'The other tenant' }));
  await domain.fill('other.example');
  await page.getByRole('button', { name: 'Go there' }).click();
  await page.waitForURL('https://other.example/dashboard');
  await go(page, '/applications');
  await button.click();
  await page.getByRole('menuitem', { name: 'other.example' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('link', { name: 'API explorer' }).getAttribute('href'), '/docs/api');
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
