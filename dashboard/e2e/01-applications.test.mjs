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

const TYPES = [
  ['Native', 'Public'],
  ['Single page', 'Public'],
  ['Regular web', 'Confidential'],
  ['Machine to machine', 'Confidential'],
];

test('whoever logs in sees the applications, and a reload asks for no password', async () => {
  await page.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/dashboard/applications');
  await page.reload();
  await page.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  assert.deepEqual(page.problems, []);
});

test('the first load is small', { skip: Boolean(process.env.OSTIA_DASHBOARD_FROM_DIST) }, async () => {
  const window = await open(browser);
  await enter(window);
  await window.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  // The files were kept while logging in: what counts is the load that fetched each.
  const sizes = await window.evaluate(async () => {
    const names = performance.getEntriesByType('resource').map((entry) => entry.name);
    const files = [...new Set(names.filter((name) => name.includes('/dashboard/assets/')))];
    const answers = await Promise.all(files.map((file) => fetch(file, { cache: 'reload' })));
    return answers.map((answer) => Number(answer.headers.get('content-length')));
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`first load: ${sizes.length} files, ${Math.round(total / 1000)} kB compressed`);
  assert.ok(sizes.length > 3 && total < 300_000, `${total} bytes`);
  await window.context().close();
});

test('a view’s code comes while the log-in is asked, and what it reads once', async () => {
  const asked = [];
  const note = (request) => asked.push(new URL(request.url()).pathname);
  page.on('request', note);
  await go(page, `/applications/${dev.clients.spa.client_id}`);
  await page.getByRole('tab', { name: 'Quick start' }).waitFor();
  page.off('request', note);
  const first = (wanted) => asked.findIndex((path) => wanted.test(path));
  assert.ok(
    first(/assets\/Detail-/) > 0 && first(/assets\/Detail-/) < first(/oauth\/token/),
    asked.join(' '),
  );
  const read = `/api/v2/clients/${dev.clients.spa.client_id}`;
  assert.equal(asked.filter((path) => path === read).length, 1);
});

test('an id is copied, and the button says so', async () => {
  await go(page, '/applications');
  const row = page.getByRole('row', { name: 'Sample single-page application' });
  await row.getByRole('button', { name: 'Copy the client ID' }).click();
  await row.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), dev.clients.spa.client_id);
  await row.getByRole('button', { name: 'Copy the client ID' }).waitFor();
});

test('filters are in the address, and work from there', async () => {
  await go(page, '/applications?type=spa');
  await page.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Sample machine to machine' }).count(), 0);
  await page.getByRole('textbox', { name: 'Search applications' }).fill('no such thing');
  await page.getByText('No application is like that').waitFor();
  assert.match(page.url(), /search=no\+such\+thing|search=no%20such%20thing/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('combobox', { name: 'Type' }).selectOption('Machine to machine');
  await page.getByRole('link', { name: 'Sample machine to machine' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Sample single-page application' }).count(), 0);
  assert.match(page.url(), /type=non_interactive/);
});

for (const [type, kind] of TYPES) {
  test(`an application of type ${type} is made, and is ${kind}`, async () => {
    await go(page, '/applications/new');
    await page.getByRole('textbox', { name: 'Name' }).fill(`My ${type}`);
    await page.getByRole('radio', { name: type }).click();
    await page.getByText('What follows from').waitFor();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: `My ${type}` }).waitFor();
    await page.locator('.badge', { hasText: kind }).waitFor();
    await page.locator('.badge', { hasText: 'First party' }).waitFor();
    const id = decodeURIComponent(new URL(page.url()).pathname.split('/').pop());
    const { body } = await management('GET', `/clients/${id}`);
    assert.equal(body.name, `My ${type}`);
    assert.equal(body.token_endpoint_auth_method === 'none', kind === 'Public');
    assert.equal(body.is_first_party, true);
  });
}

test('a third-party application is marked, and its panel says what it may not', async () => {
  await go(page, '/applications/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Photo Printer');
  await page.getByRole('radio', { name: 'Regular web' }).click();
  await page.getByRole('checkbox').click();
  await page.getByText('What a third-party application may not do').waitFor();
  await shot(page, 'application-create-light');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.locator('.badge', { hasText: 'Third party (strict)' }).waitFor();
  await page.getByRole('tab', { name: 'What it may do' }).click();
  await page.getByText('It belongs to somebody else').waitFor();
  await page.getByText('Strict third parties may use').first().waitFor();
});

test('settings are changed, and what isn’t saved is not lost by accident', async () => {
  const before = await management('GET', `/clients/${dev.clients.regular_web.client_id}`);
  await go(page, `/applications/${dev.clients.regular_web.client_id}/settings`);
  const description = page.getByRole('textbox', { name: 'Description' });
  await description.fill('Changed in the dashboard');
  await page.getByText('You have unsaved changes.').waitFor();
  await page.getByRole('link', { name: 'Applications' }).first().click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('button', { name: 'Show request' }).click();
  await page.getByText('curl -X PATCH').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  const { body } = await management('GET', `/clients/${dev.clients.regular_web.client_id}`);
  assert.equal(body.description, 'Changed in the dashboard');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as it was.').waitFor();
  const { body: restored } = await management('GET', `/clients/${dev.clients.regular_web.client_id}`);
  assert.equal(restored.description, before.body.description);
});

test('a callback without a scheme is explained before it is sent', async () => {
  await go(page, `/applications/${dev.clients.regular_web.client_id}/settings`);
  await page.getByRole('textbox', { name: 'Callback addresses' }).fill('app.example/callback');
  await page.getByText('needs a scheme, for example https://app.example/callback').first().waitFor();
  assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('a secret is shown when asked for, and rotated', async () => {
  const id = dev.clients.non_interactive.client_id;
  await go(page, `/applications/${id}/credentials`);
  await page.getByRole('button', { name: 'Show the secret' }).click();
  await page.getByText(dev.clients.non_interactive.client_secret).waitFor();
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.getByRole('button', { name: 'Rotate secret' }).isDisabled());
  await dialog.getByRole('textbox').fill('Sample machine to machine');
  await dialog.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByText('It has a new secret.').waitFor();
  const { body } = await management('GET', `/clients/${id}`);
  assert.notEqual(body.client_secret, dev.clients.non_interactive.client_secret);
});

test('access to an API is given and taken away', async () => {
  const made = await management('POST', '/clients', {
    name: 'Robot',
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
  });
  await go(page, `/applications/${made.body.client_id}/apis`);
  await page.getByRole('button', { name: /Sample API/ }).click();
  await page.getByRole('checkbox', { name: 'read:messages' }).click();
  await page.getByRole('button', { name: 'Give access' }).click();
  await page.locator('.badge', { hasText: '1 scope' }).waitFor();
  const grants = await management('GET', `/client-grants?client_id=${made.body.client_id}`);
  assert.deepEqual(grants.body[0].scope, ['read:messages']);
  await page.getByRole('button', { name: 'Take access away' }).click();
  await page.locator('.badge', { hasText: 'No access' }).first().waitFor();
});

test('deleting wants the name', async () => {
  const made = await management('POST', '/clients', { name: 'Short-lived', app_type: 'spa' });
  await go(page, `/applications/${made.body.client_id}/settings`);
  await page.getByRole('button', { name: 'Delete application' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Short-lived');
  await dialog.getByRole('button', { name: 'Delete application' }).click();
  await page.getByRole('heading', { level: 1, name: 'Applications' }).waitFor();
  assert.equal((await management('GET', `/clients/${made.body.client_id}`)).status, 404);
});

test('the palette goes anywhere', async () => {
  await go(page, '/applications');
  await settled(page);
  await page
    .getByRole('button', { name: /Search/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill('Sample single');
  await page.getByText('Sample single-page application').last().click();
  await page.getByRole('heading', { level: 1, name: 'Sample single-page application' }).waitFor();
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
