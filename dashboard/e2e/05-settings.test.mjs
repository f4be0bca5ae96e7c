import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, management, open, settled } from './harness.mjs';

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

const save = async (said = 'Saved.') => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(said).first().waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
};

test('the tenant’s name and help are set, and bad addresses are not sent', async () => {
  await go(page, '/settings');
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour Works');
  const help = page.getByRole('textbox', { name: 'Page' });
  await help.fill('harbour.example/help');
  await page.getByText('The address has to begin with https://.').first().waitFor();
  assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
  await help.fill('https://harbour.example/help');
  await save();
  const { body } = await management('GET', '/tenants/settings');
  assert.deepEqual([body.friendly_name, body.support_url], ['Harbour Works', 'https://harbour.example/help']);
});

test('sessions get a lifetime, and whoever goes on without saving is asked', async () => {
  await go(page, '/settings/sessions');
  await page.getByRole('textbox', { name: 'At most (hours)' }).fill('24');
  await page.getByText('A session can’t be idle for longer than it lasts.').waitFor();
  await page.getByRole('link', { name: 'Keys' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('textbox', { name: 'Without doing anything (hours)' }).fill('8');
  await save();
  const { body } = await management('GET', '/tenants/settings');
  assert.deepEqual([body.session_lifetime, body.idle_session_lifetime], [24, 8]);
});

test('a switch of the protocol changes that flag and no other', async () => {
  const before = await management('GET', '/tenants/settings');
  await go(page, '/settings/protocol');
  await page.getByRole('switch', { name: 'Applications may register themselves' }).click();
  await save();
  const after = await management('GET', '/tenants/settings');
  assert.deepEqual(after.body.flags, { ...before.body.flags, enable_dynamic_client_registration: true });
  const registered = await fetch(`${dev.base_url}/oidc/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'By itself', redirect_uris: ['https://itself.example/cb'] }),
  });
  assert.equal(registered.status, 201);
  await page.getByRole('switch', { name: 'Applications may register themselves' }).click();
  await save();
});

test('accounts are protected as it says here', async () => {
  await go(page, '/security');
  await page.getByRole('textbox', { name: 'Wrong passwords in a row' }).fill('3');
  const allowed = page.getByRole('textbox', { name: 'Addresses that are never counted' });
  await allowed.fill('harbour');
  await page.getByText('is no address and no network').first().waitFor();
  await allowed.fill('192.0.2.0/24');
  await save();
  const { body } = await management('GET', '/attack-protection/brute-force-protection');
  assert.deepEqual([body.max_attempts, body.allowlist], [3, ['192.0.2.0/24']]);
  await management('PATCH', '/attack-protection/brute-force-protection', { max_attempts: 10, allowlist: [] });
});

test('leaked passwords are met as it says here', async () => {
  await go(page, '/security');
  await page.getByRole('switch', { name: 'Look passwords up' }).click({ force: true });
  const signup = page.getByRole('group', { name: 'When somebody signs up with one' });
  await signup.getByRole('checkbox', { name: 'Ask for another' }).check();
  await save();
  const path = '/attack-protection/breached-password-detection';
  const { body } = await management('GET', path);
  assert.deepEqual(
    [body.enabled, body.stage['pre-user-registration'].shields, body.stage['pre-change-password'].shields],
    [true, ['block'], []],
  );
  const nothing = { shields: [] };
  const stage = { 'pre-user-registration': nothing, 'pre-change-password': nothing };
  await management('PATCH', path, { enabled: false, stage });
});

test('a factor is offered and taken back, and where none is offered the page says so', async () => {
  await go(page, '/security/factors');
  // On the track, which lies over the input.
  await page.getByRole('switch', { name: 'Offer Authenticator app' }).click({ force: true });
  await page.getByText('Authenticator app: people can set it up.').waitFor();
  const isOn = async () =>
    (await management('GET', '/guardian/factors')).body.find((one) => one.name === 'otp').enabled;
  assert.equal(await isOn(), true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Authenticator app: nobody is asked for it.').waitFor();
  assert.equal(await isOn(), false);
  await page.getByRole('radio', { name: /In browsers that somebody hasn’t used/ }).click();
  await page.getByText('Nobody is asked', { exact: true }).waitFor();
  assert.deepEqual((await management('GET', '/guardian/policies')).body, ['confidence-score']);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('It is asked for only where something asks for it.').waitFor();
  assert.deepEqual((await management('GET', '/guardian/policies')).body, []);
});

test('a mail gets words of one’s own, which are seen before anybody gets them', async () => {
  await go(page, '/emails');
  await page.getByRole('link', { name: 'Confirm an address, by link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Confirm an address, by link' }).waitFor();
  await page.getByRole('switch', { name: 'Use these words' }).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Ahoy {{ user.email }}');
  await page.getByText('Ahoy ann@example.com').waitFor();
  const write = async (text) => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+v');
  };
  await write(
    '<p style="color:rgb(164, 70, 31)">Welcome, {{ user.name }}</p><a href="{{ url }}">Go</a>{% if %}',
  );
  await page.getByText('This can’t be written').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
  await write('<p style="color:rgb(164, 70, 31)">Welcome, {{ user.name }}</p><a href="{{ url }}">Go</a>');
  const greeting = page.frameLocator('iframe').getByText('Welcome, Ann Example');
  await greeting.waitFor();
  assert.equal(await greeting.evaluate((one) => getComputedStyle(one).color), 'rgb(164, 70, 31)');
  await save();
  await page.locator('.badge', { hasText: 'Your own words' }).waitFor();
  const { body: stored } = await management('GET', '/email-templates/verify_email');
  assert.equal(stored.subject, 'Ahoy {{ user.email }}');
  assert.equal(stored.enabled, true);

  await page.getByRole('button', { name: 'Send it to me' }).click();
  await page.getByText(`It is on its way to ${dev.admin_email}.`).waitFor();
  let mail;
  for (let tries = 0; tries < 60 && !mail?.includes('Ahoy'); tries += 1) {
    await page.waitForTimeout(250);
    mail = await (await fetch(`${dev.base_url}/dev/inbox`)).text();
  }
  assert.ok(mail.includes(`Ahoy ${dev.admin_email}`), 'the mail that came');
});

test('a mail that can’t be sent to oneself says what causes it', async () => {
  await go(page, '/emails/templates/welcome_email');
  await page.getByText('To see it arrive: Send yourself the mail that confirms').waitFor();
});

test('a mail server is set up, its password is not shown again, and it is removed', async () => {
  await go(page, '/emails/provider');
  await page.getByRole('textbox', { name: 'Host' }).fill('mail.harbour.example');
  await page.getByRole('textbox', { name: 'Port' }).fill('2525');
  await page.getByRole('textbox', { name: 'User' }).fill('harbour');
  await page.getByLabel('Password', { exact: true }).fill('a very secret word');
  await page.getByRole('button', { name: 'Show request' }).click();
  await page.getByText('curl -X POST').waitFor();
  assert.equal(await page.getByText('a very secret word').count(), 0);
  await page.keyboard.press('Escape');
  await save('Saved. Mail goes this way from now on.');
  const fields = '/emails/provider?fields=name,credentials&include_fields=true';
  const { body } = await management('GET', fields);
  assert.deepEqual(body.credentials, {
    smtp_host: 'mail.harbour.example',
    smtp_port: 2525,
    smtp_user: 'harbour',
  });
  await page.getByRole('textbox', { name: 'Port' }).fill('587');
  await save('Saved. Mail goes this way from now on.');
  assert.equal((await management('GET', fields)).body.credentials.smtp_port, 587);
  await page.getByRole('button', { name: 'Remove provider' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove provider' }).click();
  await page.getByText('No mail goes out yet').waitFor();
  assert.equal((await management('GET', '/emails/provider')).status, 404);
});

test('keys take turns: next, current, previous, revoked', async () => {
  const published = async () =>
    (await (await fetch(`${dev.base_url}/.well-known/jwks.json`)).json()).keys.map((key) => key.kid);
  const before = (await management('GET', '/keys/signing')).body;
  const [current, next] = ['current', 'next'].map((state) => before.find((key) => key[state]).kid);
  await go(page, '/keys');
  await page.getByRole('region', { name: `Current: ${current}` }).waitFor();
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('region', { name: `Current: ${next}` }).waitFor();
  const old = page.getByRole('region', { name: `Previous: ${current}` });
  await old.getByRole('button', { name: 'Revoke' }).click();
  assert.ok((await published()).includes(current));
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('region', { name: `Revoked: ${current}` }).waitFor();
  assert.ok(!(await published()).includes(current));
  // The dashboard's own token was signed with it: what comes next asks for another, and nobody notices.
  await page.reload();
  await page.getByRole('region', { name: `Current: ${next}` }).waitFor();
  await settled(page);
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
