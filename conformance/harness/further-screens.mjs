// A walk through the pages that no plain login leads through: the account, organizations and invitations, links that
// were mailed, authenticators and passkeys, applications on the device, and what development alone has.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './browser.mjs';
import { caller, described, looking } from './looking.mjs';
import { mailTo } from './mail.mjs';
import { baseUrl, createClient, createUser, databaseConnection, openConnectionToThirdParties, password, unique } from './tenant.mjs';

const callback = 'https://app.example/callback';
const factorNames = ['otp', 'sms', 'email', 'recovery-code', 'webauthn-roaming', 'webauthn-platform'];

/** Walks in a window: its language, whether it runs scripts, its width and its colours. */
export function walkFurther(view) {
describe('further screens', () => {
  let browser, call, settings;
  before(async () => {
    browser = await launch();
    call = await caller();
    settings = await call('GET', 'tenants/settings');
    await call('PATCH', 'tenants/settings', { enabled_locales: ['en', 'de', 'fr', 'es', 'pt', 'ja', 'ar'] });
  });
  after(async () => {
    await factors([], []);
    await passkeys(false);
    await call('PATCH', 'tenants/settings', { enabled_locales: settings.enabled_locales ?? ['en'] });
    await browser?.close();
  });

  /** Offers these second factors and no others, under this policy. */
  async function factors(names, policies) {
    for (const name of factorNames) await call('PUT', `guardian/factors/${name}`, { enabled: names.includes(name) });
    await call('PUT', 'guardian/policies', policies);
  }

  /** Switches passkeys at the database connection. */
  async function passkeys(enabled) {
    const { id } = await databaseConnection();
    const { options } = await call('GET', `connections/${id}`);
    const methods = { ...options.authentication_methods, password: { enabled: true }, passkey: { enabled } };
    await call('PATCH', `connections/${id}`, {
      options: { ...options, authentication_methods: methods, passkey_options: { ...options.passkey_options, challenge_ui: 'both' } },
    });
  }

  /** An organization with these members. */
  async function organization(name, members) {
    const made = await call('POST', 'organizations', { name: unique('org'), display_name: name });
    const { id } = await databaseConnection();
    await call('POST', `organizations/${made.id}/enabled_connections`, { connection_id: id });
    if (members.length > 0) await call('POST', `organizations/${made.id}/members`, { members });
    return made;
  }

  test(described(view), async () => {
    const { open, look, seen } = looking(view, browser);
    const authorize = (client, parameters = {}) =>
      `${baseUrl}/authorize?${new URLSearchParams({
        client_id: client.client_id, redirect_uri: callback, response_type: 'code', scope: 'openid profile email', ui_locales: view.language, ...parameters,
      })}`;
    const press = (page, value = 'default') => page.locator(`button[name="action"][value="${value}"]`).click();
    const fill = async (page, fields) => {
      for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]`, value);
      await press(page);
    };
    const back = (page) => page.waitForURL('https://app.example/**');
    const logIn = (page, user) => fill(page, { username: user.email, password });
    const web = (properties) => createClient({ name: 'Harbour', app_type: 'regular_web', callbacks: [callback], initiate_login_uri: 'https://app.example/login', ...properties });
    const user = await createUser({ given_name: 'Ada', family_name: 'Lovelace' });
    const client = await web();

    let page = await open();
    await page.goto(`${baseUrl}/authorize/nothing`);
    await look(page, 'not-found');
    await page.goto(`${baseUrl}/u/login?state=over`);
    await look(page, 'expired');

    // The account.
    await openConnectionToThirdParties();
    const thirdParty = await createClient({
      name: 'Photo Printer', app_type: 'regular_web', is_first_party: false, third_party_security_mode: 'permissive', callbacks: [callback],
    });
    await page.goto(authorize(thirdParty));
    await logIn(page, user);
    await press(page, 'accept');
    await back(page);
    const elsewhere = await open();
    await elsewhere.goto(authorize(client));
    await logIn(elsewhere, user);
    await back(elsewhere);
    await factors(['otp', 'sms', 'email', 'webauthn-roaming'], []);
    await passkeys(true);
    await call('POST', `users/${encodeURIComponent(user.user_id)}/authentication-methods`, { type: 'totp', name: 'Lighthouse' });
    await page.goto(`${baseUrl}/account`);
    if (await page.locator('input[name="username"]').isVisible()) await logIn(page, user);
    await page.locator('form[action="/account/profile"]').waitFor();
    await look(page, 'account');
    await page.fill('input[name="nickname"]', 'Ada');
    await page.locator('form[action="/account/profile"] button').click();
    await page.getByRole('status').waitFor();
    await look(page, 'account-saved');
    await page.goto(`${baseUrl}/account/passkeys/add`);
    await look(page, 'account-passkey');
    await page.goto(`${baseUrl}/account/delete`);
    await look(page, 'account-delete');
    await page.fill('input[name="account"]', 'somebody else');
    await page.locator('form[action="/account/delete"] button').click();
    await look(page, 'account-delete-differs');
    await page.fill('input[name="account"]', user.email);
    await page.locator('form[action="/account/delete"] button').click();
    await page.locator('input').first().waitFor({ state: 'detached' });
    await look(page, 'account-deleted');
    await passkeys(false);

    // Links that were mailed.
    const mailed = await createUser({ email_verified: false });
    page = await open();
    const verification = await call('POST', 'tickets/email-verification', { user_id: mailed.user_id });
    await page.goto(verification.ticket);
    await look(page, 'email-verification');
    await page.goto(verification.ticket);
    await look(page, 'email-verification-used');
    await page.goto(`${baseUrl}/u/email-verification?ticket=nothing`);
    await look(page, 'ticket-unknown');
    const change = await call('POST', 'tickets/password-change', { user_id: mailed.user_id });
    await page.goto(change.ticket);
    await fill(page, { 'password-reset': 'x', 're-enter-password': 'y' });
    await look(page, 'reset-password-wrong');
    const other = 'Lantern-Quay-2208!';
    await fill(page, { 'password-reset': other, 're-enter-password': other });
    await look(page, 'reset-password-success');
    const link = await call('POST', 'guardian/enrollments/ticket', { user_id: mailed.user_id });
    await page.goto(link.ticket_url);
    await look(page, 'mfa-link-options');
    await press(page, 'sms');
    await look(page, 'mfa-link-sms');
    const phone = `+1555${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
    await fill(page, { address: phone });
    await look(page, 'mfa-link-sms-code');
    await fill(page, { code: (await mailTo(phone)).code });
    await look(page, 'mfa-enroll-result');

    // Security keys, and passkeys.
    const keeper = await createUser();
    await factors(['otp', 'webauthn-roaming', 'webauthn-platform'], ['all-applications']);
    page = await open();
    await page.goto(authorize(client));
    await logIn(page, keeper);
    await press(page, 'pick-authenticator');
    await press(page, 'webauthn-roaming');
    await look(page, 'mfa-webauthn-roaming-enrollment');
    await press(page, 'pick-authenticator');
    await press(page, 'webauthn-platform');
    await look(page, 'mfa-webauthn-platform-enrollment');
    await factors([], []);
    await passkeys(true);
    page = await open();
    await page.goto(authorize(client));
    await look(page, 'login-passkey');
    await logIn(page, keeper);
    await look(page, 'passkey-enrollment');
    await press(page, 'abort-passkey-enrollment');
    await back(page);
    await passkeys(false);

    // Organizations.
    const member = await createUser();
    const [acme] = [await organization('Acme Shipping', [member.user_id]), await organization('Tiber Ferries and Warehouses of the Old Harbour', [member.user_id])];
    const before = await web({ organization_usage: 'require', organization_require_behavior: 'pre_login_prompt' });
    page = await open();
    await page.goto(authorize(before));
    await look(page, 'organization-name');
    await fill(page, { organization: 'nobody-at-all' });
    await look(page, 'organization-name-wrong');
    await fill(page, { organization: acme.name });
    await look(page, 'login-organization');
    const later = await web({ organization_usage: 'require', organization_require_behavior: 'post_login_prompt' });
    await page.goto(authorize(later));
    await logIn(page, member);
    await look(page, 'organization-picker');
    const guests = await web({ organization_usage: 'allow' });
    const { ticket_id: invitation } = await call('POST', `organizations/${acme.id}/invitations`, {
      client_id: guests.client_id, inviter: { name: 'Grace' }, invitee: { email: `${unique('guest')}@example.com` }, send_invitation_email: false,
    });
    page = await open();
    await page.goto(authorize(guests, { invitation, organization: acme.id }));
    await look(page, 'accept-invitation');
    await press(page, 'accept');
    await page.locator('input[name="email"]').waitFor();
    await look(page, 'signup-invited');

    // An application on the device.
    const native = await createClient({ name: 'Harbour Pilot', app_type: 'native', token_endpoint_auth_method: 'none', callbacks: ['com.harbour.pilot://callback'], skip_non_verifiable_callback_uri_confirmation_prompt: false });
    const proof = { redirect_uri: 'com.harbour.pilot://callback', code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
    page = await open();
    await page.goto(authorize(client));
    await logIn(page, member);
    await back(page);
    await page.goto(authorize(native, proof));
    await look(page, 'confirmation');

    // What development alone has, in English.
    await page.goto(`${baseUrl}/dev`);
    await look(page, 'dev', 'en');
    await page.goto(`${baseUrl}/dev/inbox`);
    // It waits for messages, without a script, and has nothing that a reload would lose.
    await look(page, 'dev-inbox', 'en', ['meta-refresh']);
    await page.locator('.messages a').first().click();
    await look(page, 'dev-inbox-message', 'en');
    assert.ok(seen.size >= 31, `${seen.size} screens`);
  });
});
}
