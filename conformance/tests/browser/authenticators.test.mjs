// Security keys and passkeys: Chromium's virtual authenticators answer the hosted pages over TLS. axe-core looks at each
// page, and a picture of it is kept in target/conformance/screens.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from '../../harness/browser.mjs';
import { baseUrl, createClient, createUser, databaseConnection, managementToken, raw } from '../../harness/tenant.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = fileURLToPath(new URL('../../../target/conformance/screens', import.meta.url));

describe('authenticators', () => {
  let browser, token, client, application, callback;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launch();
    token = await managementToken();
    application = createServer((_, response) => response.end('back'));
    await new Promise((listening) => application.listen(0, 'localhost', listening));
    callback = `http://localhost:${application.address().port}/callback`;
    client = await createClient({ name: 'Harbour', app_type: 'regular_web', callbacks: [callback] });
  });
  after(async () => {
    await factors([], []);
    await passkeys(false);
    await browser?.close();
    application?.close();
  });

  /** A request to the Management API. */
  async function call(method, place, body) {
    const headers = { 'content-type': 'application/json' };
    const response = await raw(`/api/v2/${place}`, { method, token, headers, ...(body && { body: JSON.stringify(body) }) });
    assert.ok(response.ok, `${method} ${place}: ${response.status} ${response.ok ? '' : await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  /** Offers these second factors and no others, under this policy. */
  async function factors(names, policies) {
    for (const name of ['otp', 'webauthn-roaming', 'webauthn-platform']) {
      await call('PUT', `guardian/factors/${name}`, { enabled: names.includes(name) });
    }
    await call('PUT', 'guardian/policies', policies);
  }

  /** Switches passkeys at the database connection. */
  async function passkeys(enabled, options = {}) {
    const { id } = await databaseConnection();
    const { options: before } = await call('GET', `connections/${id}`);
    await call('PATCH', `connections/${id}`, {
      options: {
        ...before,
        authentication_methods: { ...before.authentication_methods, password: { enabled: true }, passkey: { enabled } },
        passkey_options: { ...before.passkey_options, ...options },
      },
    });
  }

  /** A window of a browser that was never here. */
  async function window(options = {}) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 400, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    return context.newPage();
  }

  /** Plugs an authenticator in: a security key, or what is built into the device. */
  async function plug(page, options) {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', automaticPresenceSimulation: true, isUserVerified: true, ...options },
    });
    return { session, authenticatorId };
  }

  const credentialsOf = async ({ session, authenticatorId }) =>
    (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

  const securityKey = { transport: 'usb', hasResidentKey: false, hasUserVerification: false };
  const device = { transport: 'internal', hasResidentKey: true, hasUserVerification: true };

  const address = (parameters = {}) =>
    `${baseUrl}/authorize?${new URLSearchParams({
      client_id: client.client_id, redirect_uri: callback, response_type: 'code', scope: 'openid profile email', ...parameters,
    })}`;

  async function logIn(page, user, parameters) {
    await page.goto(address(parameters));
    await page.fill('input[name="username"]', user.email);
    await page.fill('input[name="password"]', user.password);
    await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
  }

  const back = (page) => page.waitForURL(`${callback}**`);
  const heading = (page, name) => page.getByRole('heading', { name }).waitFor();
  const start = (page) => page.locator('[data-start]').click();

  /** What axe finds; and a picture. */
  async function look(page, name) {
    await page.screenshot({ path: path.join(folder, `authenticators-${name}.png`), fullPage: true });
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(widest <= 400, `${name} is ${widest} px wide`);
    assert.ok(!(await page.content()).includes('⟦'), `${name} lacks a text`);
    // The policy of the pages lets no other script run: axe comes by the debugger.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map((node) => node.html).join()}`), [], name);
  }

  const methodsOf = (user) => call('GET', `users/${encodeURIComponent(user.user_id)}/authentication-methods`);

  test('a security key is enrolled, and asked for in another window', async () => {
    await factors(['otp', 'webauthn-roaming'], ['all-applications']);
    const user = await createUser();
    const page = await window();
    const refused = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await logIn(page, user);
    await page.locator('button[value="pick-authenticator"]').click();
    await page.locator('button[value="webauthn-roaming"]').click();
    await heading(page, 'Protect your account');
    await look(page, 'security-key-enrollment');
    assert.equal(await page.locator('[data-unsupported]').isVisible(), false);
    const key = await plug(page, securityKey);
    await start(page);
    await back(page);
    const [credential] = await credentialsOf(key);
    assert.equal(credential.rpId, new URL(baseUrl).hostname);
    const [method] = await methodsOf(user);
    assert.equal(method.type, 'webauthn-roaming');
    assert.equal(Buffer.from(method.key_id, 'base64url').toString('base64'), credential.credentialId);

    // Logged out, the same key is asked for.
    await page.goto(`${baseUrl}/v2/logout`);
    await logIn(page, user);
    await heading(page, 'Show that it is you');
    await look(page, 'security-key-challenge');
    await start(page);
    await back(page);
    assert.deepEqual(refused, []);

    // Another key is none of theirs, and the page says so.
    const elsewhere = await window();
    await logIn(elsewhere, user);
    await heading(elsewhere, 'Show that it is you');
    await plug(elsewhere, securityKey);
    await start(elsewhere);
    await elsewhere.getByRole('alert').filter({ hasText: 'Nothing was received from a security key' }).waitFor();
    await look(elsewhere, 'security-key-silent');
  });

  test('a device is enrolled, and given up for another way where there is none', async () => {
    await factors(['otp', 'webauthn-platform'], ['all-applications']);
    const user = await createUser();
    const page = await window({ colorScheme: 'dark' });
    await plug(page, device);
    await logIn(page, user, { ui_locales: 'en' });
    await page.locator('button[value="pick-authenticator"]').click();
    await page.locator('button[value="webauthn-platform"]').click();
    await look(page, 'device-enrollment');
    await start(page);
    await back(page);
    await page.goto(address({ prompt: 'login' }));
    await logIn(page, user, { prompt: 'login' });
    await heading(page, 'Show that it is you');
    await look(page, 'device-challenge');
    await start(page);
    await back(page);

    const elsewhere = await window({ javaScriptEnabled: false });
    await logIn(elsewhere, user);
    await elsewhere.locator('main h1').waitFor();
    await elsewhere.screenshot({ path: path.join(folder, 'authenticators-device-plain.png'), fullPage: true });
    // Playwright finds no text in <noscript>.
    assert.match(await elsewhere.locator('noscript').textContent(), /where JavaScript is on/);
    await start(elsewhere);
    await elsewhere.getByText('Nothing was received from this device').waitFor();
  });

  test('a passkey is made after a login, and logs in without a name or a password', async () => {
    await factors([], []);
    await passkeys(true, { challenge_ui: 'button' });
    const user = await createUser();
    const page = await window();
    const refused = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    const phone = await plug(page, device);
    await page.goto(address());
    await heading(page, 'Sign in');
    await look(page, 'passkey-login');
    await page.fill('input[name="username"]', user.email);
    await page.fill('input[name="password"]', user.password);
    await page.locator('form:has(input[name="password"]) button[type="submit"]').click();
    await heading(page, 'Sign in without a password');
    await look(page, 'passkey-enrollment');
    await start(page);
    await back(page);
    const [credential] = await credentialsOf(phone);
    assert.equal(credential.isResidentCredential, true);
    const [method] = await methodsOf(user);
    assert.equal(method.type, 'passkey');
    assert.equal(Buffer.from(method.user_handle, 'base64url').toString('base64'), credential.userHandle);

    await page.goto(`${baseUrl}/v2/logout`);
    await page.goto(address());
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await back(page);
    assert.ok(new URL(page.url()).searchParams.get('code'));

    // Whoever is at an identifier page takes what the browser suggests.
    await page.goto(`${baseUrl}/v2/logout`);
    await passkeys(true, { challenge_ui: 'autofill' });
    await call('PATCH', 'prompts', { identifier_first: true });
    try {
      await page.goto(address());
      assert.equal(await page.locator('input[name="username"]').getAttribute('autocomplete').catch(() => 'username webauthn'), 'username webauthn');
      await back(page);
    } finally {
      await call('PATCH', 'prompts', { identifier_first: false });
    }
    assert.deepEqual(refused, []);

    // The account page lists it, and takes it away.
    await page.goto(`${baseUrl}/account`);
    if (await page.locator('input[name="username"]').isVisible().catch(() => false)) await page.reload();
    await heading(page, 'Your account');
    await look(page, 'passkey-account');
    await page.locator('form[action="/account/factors/remove"] button').click();
    await page.getByRole('status').waitFor();
    assert.deepEqual(await methodsOf(user), []);
  });
});
