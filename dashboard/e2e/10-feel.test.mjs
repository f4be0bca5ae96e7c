// What makes the work pleasant: everything is found from anywhere, what was done is taken back, times are one's own.
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, management, open, settled, violations } from './harness.mjs';

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

const made = (email, more = {}) =>
  management('POST', '/users', {
    connection: dev.connection,
    email,
    password: 'correct horse battery staple 1A',
    email_verified: true,
    ...more,
  });

test('the search finds whatever has a name or an id, and leads there', async () => {
  const user = (await made('zora@lighthouse.example')).body;
  const role = (await management('POST', '/roles', { name: 'Lighthouse keeper' })).body;
  const organization = (await management('POST', '/organizations', { name: 'lighthouse-works' })).body;
  const api = await management('POST', '/resource-servers', {
    name: 'Lighthouse API',
    identifier: 'https://lighthouse.example/',
  });
  const [connection] = (await management('GET', `/connections?name=${dev.connection}`)).body;
  await go(page, '/applications');
  await settled(page);
  for (const [typed, name, address] of [
    ['zora@light', 'zora@lighthouse.example', `/users/${encodeURIComponent(user.user_id)}`],
    [role.id, 'Lighthouse keeper', `/roles/${role.id}`],
    ['lighthouse-w', 'lighthouse-works', `/organizations/${organization.id}`],
    ['https://lighthouse.ex', 'Lighthouse API', `/apis/${api.body.id}`],
    [connection.id, dev.connection, `/connections/${connection.id}`],
    [
      dev.clients.spa.client_id,
      'Sample single-page application',
      `/applications/${dev.clients.spa.client_id}`,
    ],
    ['brute force', 'Security', '/security'],
  ]) {
    await page.keyboard.press('Control+k');
    const search = page.getByRole('textbox', { name: 'Search', exact: true });
    await search.fill(typed);
    const found = page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(`^${name.replace('.', '\\.')}`) });
    await found.first().waitFor();
    await found.first().click();
    await page.waitForURL(
      (url) => decodeURIComponent(url.pathname) === decodeURIComponent(`/dashboard${address}`),
    );
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
});

test('a query is built, and the address keeps it until somebody goes elsewhere', async () => {
  await made('built@query.example', { app_metadata: { plan: 'gold' } });
  await made('other@query.example', { app_metadata: { plan: 'free' } });
  await go(page, '/users');
  await page.getByRole('button', { name: 'Build a query' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Field' }).selectOption('Domain of the address');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('query.example');
  await dialog.getByRole('combobox', { name: 'Comparison' }).selectOption('is');
  await dialog.getByRole('button', { name: 'Another condition' }).click();
  await dialog.getByRole('combobox', { name: 'Field' }).last().selectOption('app_metadata');
  await dialog.getByRole('textbox', { name: 'Member' }).fill('plan');
  await dialog.getByRole('combobox', { name: 'Comparison' }).last().selectOption('is');
  await dialog.getByRole('textbox', { name: 'Value' }).last().fill('gold');
  const query = 'email.domain:"query.example" AND app_metadata.plan:"gold"';
  await dialog.getByText(query).waitFor();
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'built@query.example' }).waitFor();
  await page.getByText('1 in all.').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('search'), query);
  await page.reload();
  await page.getByText('1 in all.').waitFor();
  // The way in the menu is a new beginning, and the way back leads to the search.
  await page.getByRole('link', { name: 'Users' }).click();
  await page.waitForFunction(() => document.querySelector('[aria-label="Search users"]').value === '');
  await page.goBack();
  await page.waitForFunction(
    (text) => document.querySelector('[aria-label="Search users"]').value === text,
    query,
  );
});

test('times are those of the reader', async () => {
  const { body: user } = await made('far@away.example');
  const timezoneId = 'Pacific/Auckland';
  const window = await open(browser, { timezoneId });
  await enter(window, `/users/${encodeURIComponent(user.user_id)}`);
  await window.getByText('Made', { exact: true }).waitFor();
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: timezoneId };
  const expected = new Intl.DateTimeFormat('en-GB', time).format(new Date(user.created_at));
  await window.getByText(expected).first().waitFor();
  await window.context().close();
});

/** A form, the field that is changed, what is written, and where the API says what is stored. */
const [connection] = (await management('GET', `/connections?name=${dev.connection}`)).body;
const api = (await management('GET', '/resource-servers')).body.find((one) => one.identifier === dev.api);
const { body: role } = await management('POST', '/roles', { name: 'Undone', description: 'Before' });
const { body: organization } = await management('POST', '/organizations', {
  name: 'undone',
  display_name: 'Before',
});
const { body: person } = await made('undone@example.com', { nickname: 'before' });
const user = `/users/${encodeURIComponent(person.user_id)}`;
const FORMS = [
  [`/roles/${role.id}`, 'Description', 'After', `/roles/${role.id}`, (found) => found.description],
  [
    `/organizations/${organization.id}`,
    'Display name',
    'After',
    `/organizations/${organization.id}`,
    (found) => found.display_name,
  ],
  [
    `/apis/${api.id}`,
    'Valid for (seconds)',
    '80000',
    `/resource-servers/${api.id}`,
    (found) => found.token_lifetime,
  ],
  [
    `/connections/${connection.id}`,
    'Block whoever guesses',
    null,
    `/connections/${connection.id}`,
    (found) => found.options.brute_force_protection,
  ],
  [user, 'Nickname', 'after', user, (found) => found.nickname],
  [`${user}/metadata`, 'app_metadata', '{ "plan": "gold" }', user, (found) => found.app_metadata],
  ['/settings/sessions', 'At most (hours)', '100', '/tenants/settings', (found) => found.session_lifetime],
  [
    '/security',
    'Wrong passwords in a row',
    '7',
    '/attack-protection/brute-force-protection',
    (found) => found.max_attempts,
  ],
];

for (const [view, field, text, where, read] of FORMS) {
  test(`what was saved is taken back: ${field}`, async () => {
    const stored = async () => read((await management('GET', where)).body);
    const before = await stored();
    await go(page, view);
    if (text === null) await page.getByRole('switch', { name: field }).click();
    else await page.getByRole('textbox', { name: field, exact: true }).fill(text);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    assert.notDeepEqual(await stored(), before);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is as it was.').waitFor();
    assert.deepEqual((await stored()) ?? {}, before ?? {});
    // The form has followed: nothing is left to save.
    assert.equal(await page.getByRole('region', { name: 'Unsaved changes' }).count(), 0);
    if (text !== null)
      assert.notEqual(await page.getByRole('textbox', { name: field, exact: true }).inputValue(), text);
  });
}

test('an application proves itself with a key that was added here, and its secret proves nothing then', async () => {
  const { body: client } = await management('POST', '/clients', {
    name: 'Signs',
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
    jwt_configuration: { alg: 'RS256' },
  });
  const id = client.client_id;
  await management('POST', '/client-grants', { client_id: id, audience: dev.api, scope: [] });
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await go(page, `/applications/${id}/credentials`);
  await page.getByRole('button', { name: 'Add a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Of this test');
  const pem = dialog.getByRole('textbox', { name: 'Public key or certificate' });
  await pem.fill(privateKey);
  await dialog.getByText('This is the private key').waitFor();
  await pem.fill(publicKey);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('cell', { name: /Of this test/ }).waitFor();
  await page.getByRole('combobox', { name: 'It proves itself with' }).click();
  await page.getByRole('option', { name: 'its private key, by signing' }).click();
  await page.getByText('Its secret proves nothing any more').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await page.locator('.badge', { hasText: /^In use/ }).waitFor();

  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: id, sub: id, aud: `${dev.base_url}/`, iat: now, exp: now + 60, jti: randomUUID() };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
  const ask = async (proof) => {
    const response = await fetch(`${dev.base_url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: id, audience: dev.api, ...proof }),
    });
    return response.status;
  };
  const assertion = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${signed}.${signature}`,
  };
  assert.equal(await ask(assertion), 200);
  assert.equal(await ask({ client_secret: client.client_secret }), 401);

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as it was.').waitFor();
  assert.equal(await ask({ client_secret: client.client_secret }), 200);
});

test('third parties get default permissions at an API, and lose them', async () => {
  await go(page, `/apis/${api.id}/applications`);
  const part = page.getByRole('region', { name: 'Default permissions for third parties' });
  await part.getByRole('checkbox', { name: 'read:messages' }).click();
  await part.getByRole('button', { name: 'Give access' }).click();
  await page.getByText('Every third party may use').waitFor();
  const stored = async () =>
    (await management('GET', '/client-grants?default_for=third_party_clients')).body.map((grant) => [
      grant.audience,
      grant.subject_type,
      grant.scope,
    ]);
  assert.deepEqual(await stored(), [[dev.api, 'user', ['read:messages']]]);
  await go(page, '/consents');
  const open_ = page.getByRole('region', { name: 'What is open to all third parties' });
  await open_.getByText('read:messages').waitFor();
  await go(page, `/apis/${api.id}/applications`);
  await part.getByRole('button', { name: 'Take access away' }).click();
  await page.getByText('Every third party may not use').waitFor();
  assert.deepEqual(await stored(), []);
});

test('scopes that were ticked and not saved are not lost by accident', async () => {
  await go(page, `/applications/${dev.clients.non_interactive.client_id}/apis`);
  await page.getByRole('button', { name: /Sample API/ }).click();
  await page.getByRole('checkbox').first().click();
  await page.getByRole('link', { name: 'Keys' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
});

test('a type is chosen with arrows, as radio buttons are', async () => {
  await go(page, '/applications/new');
  await page.getByRole('radio', { name: 'Native' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const chosen = page.getByRole('radio', { checked: true });
  assert.equal(await chosen.getAttribute('aria-label'), 'Regular web');
  assert.ok(await chosen.evaluate((one) => one === document.activeElement));
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
