// A walk through every screen of the hosted pages that a code or a password leads through.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './browser.mjs';
import { caller, described, looking } from './looking.mjs';
import { baseUrl, createApi, createClient, createUser, management, openConnectionToThirdParties, password, raw, unique } from './tenant.mjs';

const callback = 'https://app.example/callback';
const providers = ['google-oauth2', 'windowslive', 'github', 'apple', 'facebook', 'linkedin'];
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Walks in a window: its language, whether it runs scripts, its width and its colours. */
export function walk(view) {
describe('the screens', () => {
  let browser, api, thirdParty, device, settings, call;
  before(async () => {
    browser = await launch();
    call = await caller();
    settings = await call('GET', 'tenants/settings');
    await call('PATCH', 'tenants/settings', { enabled_locales: ['en', 'de', 'fr', 'es', 'pt', 'ja', 'ar'] });
    await openConnectionToThirdParties();
    api = await createApi();
    thirdParty = await createClient({
      name: 'Photo Printer', app_type: 'regular_web', is_first_party: false, third_party_security_mode: 'permissive', callbacks: [callback],
    });
    device = await createClient({ name: 'Harbour TV', app_type: 'native', token_endpoint_auth_method: 'none', grant_types: [deviceGrant] });
  });
  after(async () => {
    await factors([], []);
    await call('PATCH', 'prompts', { identifier_first: false });
    for (const { id, strategy } of await call('GET', 'connections')) {
      if (['email', 'sms', ...providers].includes(strategy)) await call('DELETE', `connections/${id}`);
    }
    await call('PATCH', 'tenants/settings', { enabled_locales: settings.enabled_locales ?? ['en'] });
    await browser?.close();
  });

  /** Offers these second factors and no others, under this policy. */
  async function factors(names, policies) {
    for (const name of ['otp', 'sms', 'email', 'recovery-code']) {
      await call('PUT', `guardian/factors/${name}`, { enabled: names.includes(name) });
    }
    await call('PUT', 'guardian/policies', policies);
  }

  /** The last message that somebody got. */
  async function message(to) {
    for (let tries = 0; tries < 100; tries += 1) {
      const response = await raw(`/dev/inbox/messages?to=${encodeURIComponent(to)}`);
      const { messages } = await response.json();
      if (messages.length > 0) return messages[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`nothing came for ${to}`);
  }

  /** The code that was sent last, where `before` is how many messages there were. */
  async function code(to) {
    const { code: sent } = await message(to);
    return sent;
  }

  const web = () => createClient({ name: 'Harbour', app_type: 'regular_web', callbacks: [callback], allowed_logout_urls: ['https://app.example/'] });

  /** An application whose people log in with codes, in the way of this strategy. */
  async function passwordless(strategy) {
    const client = await management.clients.create({ name: 'Harbour', app_type: 'regular_web', oidc_conformant: true, callbacks: [callback] });
    const found = await call('GET', `connections?name=${strategy}`);
    const [connection] = found.length > 0 ? found : [await call('POST', 'connections', { name: strategy, strategy })];
    await call('PATCH', `connections/${connection.id}/clients`, [{ client_id: client.client_id, status: true }]);
    return client;
  }

    test(described(view), async () => {
      const { open, look, seen } = looking(view, browser);
      const authorize = (client, parameters = {}) => {
        const query = new URLSearchParams({
          client_id: client.client_id, redirect_uri: callback, response_type: 'code', scope: 'openid profile email', ui_locales: view.language, ...parameters,
        });
        return `${baseUrl}/authorize?${query}`;
      };
      const press = (page, value = 'default') => page.locator(`button[name="action"][value="${value}"]`).click();
      const fill = async (page, fields) => {
        for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]`, value);
        await press(page);
      };
      const back = (page) => page.waitForURL('https://app.example/**');
      const user = await createUser();
      const client = await web();

      let page = await open();
      await page.goto(authorize(client));
      await look(page, 'login');
      await fill(page, { username: user.email, password: 'wrong' });
      await look(page, 'login-wrong');
      await page.locator('a[href*="/u/reset-password/"]').click();
      await look(page, 'reset-password-request');
      await fill(page, { email: user.email });
      await look(page, 'reset-password-email');
      await page.goto((await message(user.email)).url);
      await look(page, 'reset-password');

      const locked = await createUser();
      for (let tries = 0; tries < 10; tries += 1) {
        await raw('/usernamepassword/login', {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: baseUrl },
          body: JSON.stringify({ client_id: client.client_id, username: locked.email, password: 'wrong' }),
        });
      }
      await page.goto((await message(locked.email)).url);
      await look(page, 'brute-force-protection-unblock');
      await press(page);
      await look(page, 'brute-force-protection-unblock-success');

      const social = await web();
      for (const strategy of providers) {
        const options = { client_id: 'harbour', client_secret: 'a secret' };
        await call('POST', 'connections', { name: unique(strategy), strategy, options, enabled_clients: [social.client_id] });
      }
      page = await open();
      await page.goto(authorize(social));
      await look(page, 'login-providers');
      // Beside these, there may be what other tests opened to every application.
      const links = await page.locator('.providers a').all();
      assert.ok(links.length >= providers.length);
      for (const link of links) assert.equal(await link.locator('svg').count(), 1);

      page = await open();
      await page.goto(authorize(client, { screen_hint: 'signup' }));
      await look(page, 'signup');
      await fill(page, { email: 'x', password: 'x' });
      await look(page, 'signup-wrong');

      page = await open();
      await page.goto(authorize(thirdParty, { audience: api.identifier, scope: 'openid email read:photos offline_access' }));
      await look(page, 'login-third-party');
      await fill(page, { username: user.email, password });
      await look(page, 'consent');
      await press(page, 'accept');
      await back(page);
      await page.goto(`${baseUrl}/oidc/logout`);
      await look(page, 'logout');
      await press(page, 'accept');
      await look(page, 'logout-complete');
      await page.goto(`${baseUrl}/authorize?client_id=nobody`);
      await look(page, 'error');

      await call('PATCH', 'prompts', { identifier_first: true });
      page = await open();
      await page.goto(authorize(client));
      await look(page, 'login-id');
      await fill(page, { username: user.email });
      await look(page, 'login-password');
      await fill(page, { password });
      await back(page);
      await call('PATCH', 'prompts', { identifier_first: false });

      const address = `${unique('code')}@example.com`;
      const byMail = await passwordless('email');
      page = await open();
      await page.goto(authorize(byMail, { connection: 'email' }));
      await look(page, 'passwordless-email');
      await fill(page, { address });
      await look(page, 'passwordless-email-code');
      await fill(page, { code: 'x' });
      await look(page, 'passwordless-email-code-wrong');
      await fill(page, { code: await code(address) });
      await back(page);
      const phone = `+1555${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
      page = await open();
      await page.goto(authorize(await passwordless('sms'), { connection: 'sms' }));
      await look(page, 'passwordless-sms');
      await fill(page, { address: phone });
      await look(page, 'passwordless-sms-code');
      await fill(page, { code: await code(phone) });
      await back(page);
      const linked = `${unique('link')}@example.com`;
      const started = await raw('/passwordless/start', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_id: byMail.client_id, client_secret: byMail.client_secret, connection: 'email', email: linked, send: 'link',
          authParams: { redirect_uri: callback, response_type: 'code', scope: 'openid', ui_locales: view.language },
        }),
      });
      assert.equal(started.status, 200);
      page = await open();
      await page.goto((await message(linked)).url);
      await look(page, 'magic-link');
      await press(page);
      await back(page);

      await factors(['otp', 'sms', 'email', 'recovery-code'], ['all-applications']);
      page = await open();
      await page.goto(authorize(client));
      await fill(page, { username: user.email, password });
      await look(page, 'mfa-otp-enrollment');
      await press(page, 'pick-authenticator');
      await look(page, 'mfa-begin-enroll-options');
      await press(page, 'sms');
      await look(page, 'mfa-sms-enrollment');
      await press(page, 'pick-authenticator');
      await press(page, 'email');
      await look(page, 'mfa-email-enrollment');
      const second = `${unique('second')}@example.com`;
      await fill(page, { address: second });
      await look(page, 'mfa-email-enrollment-code');
      await fill(page, { code: await code(second) });
      await look(page, 'mfa-recovery-code-enrollment');
      await page.check('input[name="saved"]');
      await press(page);
      await back(page);
      page = await open();
      await page.goto(authorize(client));
      await fill(page, { username: user.email, password });
      await look(page, 'mfa-email-challenge');
      await press(page, 'resend');
      await look(page, 'mfa-email-challenge-resent');
      await press(page, 'pick-authenticator');
      await look(page, 'mfa-login-options');
      await press(page, 'recovery-code');
      await look(page, 'mfa-recovery-code-challenge');
      await factors([], []);

      const begun = await raw('/oauth/device/code', { method: 'POST', body: new URLSearchParams({ client_id: device.client_id, scope: 'openid' }) });
      const codes = await begun.json();
      page = await open();
      await page.goto(`${codes.verification_uri}?ui_locales=${view.language}`);
      await look(page, 'device-code-activation');
      await fill(page, { user_code: 'BBBB-BBBB' });
      await look(page, 'device-code-activation-wrong');
      await fill(page, { user_code: codes.user_code });
      await look(page, 'device-code-confirmation');
      await press(page, 'cancel');
      await look(page, 'device-code-activation-denied');
      await page.goto(`${baseUrl}/activate/allowed`);
      await look(page, 'device-code-activation-allowed');
      assert.ok(seen.size >= 38, `${seen.size} screens`);
    });
});
}
