// auth0-js: an application that draws its own forms, and the classic hosted page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { launchWithProfile } from '../../harness/browser.mjs';
import { mailTo } from '../../harness/mail.mjs';
import { listen } from '../../harness/site.mjs';
import { baseUrl, createClient, createUser, dev, domain, management, password, unique } from '../../harness/tenant.mjs';

const sdk = readFileSync(new URL('../../node_modules/auth0-js/dist/auth0.min.js', import.meta.url));
const otp = 'http://auth0.com/oauth/grant-type/passwordless/otp';

/** The page: it makes the SDK's client, reads what came with the redirect, and waits for the test. */
const html = (settings) => `<!doctype html><title>a page with forms of its own</title><h1>Photos</h1>
<script src="/auth0.js"></script>
<script>
  window.web = new auth0.WebAuth(${JSON.stringify(settings)});
  /** What a method of the SDK tells its callback. */
  window.asked = (run) => new Promise((resolve) => run((error, result) => resolve({ error, result })));
  window.parsed = location.hash ? asked((tell) => web.parseHash(tell)) : undefined;
</script>`;

describe('auth0-js', () => {
  let browser, site, client, settings, user;
  before(async () => {
    // Its cookie has to survive the way to another site and back.
    browser = await launchWithProfile();
    browser.context.setDefaultTimeout(15_000);
    site = await listen((request, response) => {
      if (request.url === '/favicon.ico') return response.writeHead(404).end();
      const [type, body] = request.url === '/auth0.js' ? ['text/javascript', sdk] : ['text/html', html(settings)];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    client = await createClient({
      app_type: 'spa',
      token_endpoint_auth_method: 'none',
      cross_origin_authentication: true,
      grant_types: ['implicit', 'authorization_code', otp],
      callbacks: [`${site.origin}/`],
      web_origins: [site.origin],
      allowed_origins: [site.origin],
      allowed_logout_urls: [`${site.origin}/`],
    });
    settings = { domain, clientID: client.client_id, redirectUri: `${site.origin}/`, responseType: 'token id_token', scope: 'openid profile email' };
    user = await createUser();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** A page of the application, in a browser that nobody is logged in at. */
  async function opened() {
    await browser.context.clearCookies();
    const page = await browser.context.newPage();
    await page.goto(site.origin);
    return page;
  }

  /** What the page learns once it is back with an answer. */
  async function back(page) {
    await page.waitForFunction(() => window.parsed);
    const { error, result } = await page.evaluate(() => window.parsed);
    assert.equal(error, null, JSON.stringify(error));
    return result;
  }

  const credentials = () => ({ realm: dev.connection, username: user.email, password });

  test('login: a wrong password stays on the page, a right one comes back with tokens', async () => {
    const page = await opened();
    const wrong = await page.evaluate((given) => window.asked((tell) => web.login({ ...given, password: 'wrong' }, tell)), credentials());
    assert.deepEqual([wrong.error.code, wrong.error.description], ['access_denied', 'Wrong email or password.']);
    await page.evaluate((given) => void web.login(given, () => {}), credentials());
    const { idTokenPayload, accessToken } = await back(page);
    assert.equal(idTokenPayload.sub, user.user_id);
    assert.equal(idTokenPayload.email, user.email);

    const profile = await page.evaluate((token) => window.asked((tell) => web.client.userInfo(token, tell)), accessToken);
    assert.equal(profile.result.sub, user.user_id);

    // The session is there, in a frame and without asking anybody.
    const silent = await page.evaluate(() => window.asked((tell) => web.checkSession({}, tell)));
    assert.equal(silent.error, null, JSON.stringify(silent.error));
    assert.equal(silent.result.idTokenPayload.sub, user.user_id);

    await page.evaluate(() => void web.logout({ returnTo: `${location.origin}/` }));
    await page.waitForFunction(() => window.web && !location.hash);
    const over = await page.evaluate(() => window.asked((tell) => web.checkSession({}, tell)));
    assert.equal(over.error.code, 'login_required');
    await page.close();
  });

  test('popup.loginWithCredentials: logs in without leaving the page', async () => {
    const page = await opened();
    const { error, result } = await page.evaluate((given) => window.asked((tell) => web.popup.loginWithCredentials(given, tell)), credentials());
    assert.equal(error, null, JSON.stringify(error));
    assert.equal(result.idTokenPayload.sub, user.user_id);
    await page.close();
  });

  test('signup, redirect.loginWithCredentials, changePassword', async () => {
    const page = await opened();
    const email = `${unique('visitor')}@example.com`;
    const given = { connection: dev.connection, email, password };
    const weak = await page.evaluate((form) => window.asked((tell) => web.signup({ ...form, password: 'short' }, tell)), given);
    assert.deepEqual([weak.error.code, weak.error.name], ['invalid_password', 'PasswordStrengthError']);
    const { error, result } = await page.evaluate((form) => window.asked((tell) => web.signup(form, tell)), given);
    assert.equal(error, null, JSON.stringify(error));
    assert.equal(result.email, email);
    await page.evaluate((form) => void web.redirect.loginWithCredentials({ ...form }, () => {}), given);
    assert.equal((await back(page)).idTokenPayload.email, email);

    const asked = await page.evaluate((form) => window.asked((tell) => web.changePassword(form, tell)), { connection: dev.connection, email });
    assert.equal(asked.error, null, JSON.stringify(asked.error));
    assert.match(asked.result, /sent you an email/);
    await mailTo(email, 'reset_email');
    await page.close();
  });

  test('redirect.signupAndLogin: an account and a login at once', async () => {
    const page = await opened();
    const email = `${unique('visitor')}@example.com`;
    await page.evaluate((form) => void web.redirect.signupAndLogin(form, () => {}), { connection: dev.connection, email, password });
    assert.equal((await back(page)).idTokenPayload.email, email);
    await page.close();
  });

  test('passwordlessStart and passwordlessLogin: with the code that was mailed', async () => {
    const name = unique('email');
    await management.connections.create({ name, strategy: 'email', enabled_clients: [client.client_id] });
    const page = await opened();
    const email = `${unique('visitor')}@example.com`;
    const started = await page.evaluate((form) => window.asked((tell) => web.passwordlessStart({ ...form, send: 'code' }, tell)), { connection: name, email });
    assert.equal(started.error, null, JSON.stringify(started.error));
    const { code } = await mailTo(email);
    const form = { connection: name, email, verificationCode: code };
    const another = code === '000000' ? '000001' : '000000';
    const wrong = await page.evaluate((given) => window.asked((tell) => web.passwordlessLogin(given, tell)), { ...form, verificationCode: another });
    assert.equal(wrong.error.description, 'Wrong email or verification code.');
    await page.evaluate((given) => void web.passwordlessLogin(given, () => {}), form);
    const { idTokenPayload } = await back(page);
    assert.equal(idTokenPayload.email, email);
    assert.equal(idTokenPayload.email_verified, true);
    await page.close();
  });

  test('authorize: with the hosted page, whose classic kind posts to /usernamepassword/login', async () => {
    const page = await opened();
    await page.evaluate(() => void web.authorize());
    await page.waitForURL((url) => url.pathname.startsWith('/u/login'));
    const state = new URL(page.url()).searchParams.get('state');
    // A page that an operator would have put in the place of ours.
    await browser.context.route(`${baseUrl}/classic`, (route) => route.fulfill({ contentType: 'text/html', body: html({ ...settings, state }) }));
    await browser.context.route(`${baseUrl}/auth0.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: sdk }));
    await page.goto(`${baseUrl}/classic`);
    const wrong = await page.evaluate((given) => window.asked((tell) => web.login({ ...given, password: 'wrong' }, tell)), credentials());
    assert.deepEqual([wrong.error.code, wrong.error.description], ['invalid_user_password', 'Wrong email or password.']);
    await page.evaluate((given) => void web.login(given, () => {}), credentials());
    await page.waitForURL((url) => url.origin === site.origin);
    assert.equal((await back(page)).idTokenPayload.sub, user.user_id);
    await page.close();
  });

  test('a page of nobody: the credentials are not even looked at', async () => {
    const elsewhere = await listen((request, response) => {
      const [type, body] = request.url === '/auth0.js' ? ['text/javascript', sdk] : ['text/html', html(settings)];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    await browser.context.clearCookies();
    const page = await browser.context.newPage();
    await page.goto(elsewhere.origin);
    const { error } = await page.evaluate((given) => window.asked((tell) => web.login(given, tell)), credentials());
    assert.equal(error.code, 'request_error');
    const cookies = await browser.context.cookies(baseUrl);
    assert.deepEqual(cookies.filter(({ name }) => name.startsWith('__Host-')), []);
    await page.close();
    await elsewhere.close();
  });
});
