// Auth0 Lock: the widget itself, on a page of an application's own.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { build } from 'esbuild';

import { launchWithProfile } from '../../harness/browser.mjs';
import { mailTo } from '../../harness/mail.mjs';
import { listen } from '../../harness/site.mjs';
import { createClient, createUser, dev, domain, openConnectionToThirdParties, password, unique } from '../../harness/tenant.mjs';

/** Lock as a page loads it: the package has modules only. */
async function bundle() {
  const entry = `
    import Auth0Lock, { Auth0LockPasswordless } from 'auth0-lock';
    Object.assign(window, { Auth0Lock, Auth0LockPasswordless });`;
  const built = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'iife',
    // Lock requires auth0-js, whose file for that is no CommonJS any more: the other one is taken.
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    logLevel: 'error',
  });
  return built.outputFiles[0].contents;
}

const html = (id, options, kind = 'Auth0Lock') => `<!doctype html><title>Lock</title><h1>Photos</h1>
<script src="/lock.js"></script>
<script>
  window.lock = new ${kind}(${JSON.stringify(id)}, ${JSON.stringify(domain)}, ${JSON.stringify(options)});
  window.told = { errors: [] };
  lock.on('authenticated', (result) => (told.result = result));
  lock.on('authorization_error', (error) => told.errors.push(error));
  lock.on('unrecoverable_error', (error) => told.errors.push(error));
  if (!location.hash) lock.show();
</script>`;

describe('auth0-lock', () => {
  let browser, site, script, client, page;
  const pages = {};
  before(async () => {
    browser = await launchWithProfile();
    browser.context.setDefaultTimeout(15_000);
    // Its style names a picture at Auth0's; nothing is fetched from there.
    await browser.context.route(/auth0\.com/, (route) => route.abort());
    script = await bundle();
    site = await listen((request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      if (pathname === '/lock.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      if (!pages[pathname]) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/html' }).end(pages[pathname]());
    });
    client = await createClient(properties());
    pages['/'] = () => html(client.client_id, options('/'));
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const properties = () => ({
    app_type: 'spa',
    token_endpoint_auth_method: 'none',
    cross_origin_authentication: true,
    grant_types: ['implicit', 'authorization_code'],
    callbacks: ['/', '/third-party'].map((path) => `${site.origin}${path}`),
    web_origins: [site.origin],
    allowed_origins: [site.origin],
  });

  const options = (path) => ({
    // Not there: then it speaks the English that it has with it.
    language: 'en',
    languageBaseUrl: site.origin,
    avatar: null,
    rememberLastLogin: false,
    auth: { redirectUrl: `${site.origin}${path}`, responseType: 'token id_token', params: { scope: 'openid profile email' } },
  });

  async function opened(path = '/') {
    await browser.context.clearCookies();
    await page?.close();
    page = await browser.context.newPage();
    await page.goto(`${site.origin}${path}`);
    await page.locator('.auth0-lock-submit').waitFor();
    return page;
  }

  async function loggedIn() {
    await page.waitForFunction(() => window.told?.result || window.told?.errors.length);
    const { result, errors } = await page.evaluate(() => window.told);
    assert.deepEqual(errors, []);
    return result.idTokenPayload;
  }

  test('logs in; a wrong password is said in the widget', async () => {
    const user = await createUser();
    await opened();
    await page.fill('.auth0-lock input[name="email"]', user.email);
    await page.fill('.auth0-lock input[name="password"]', 'wrong');
    await page.click('.auth0-lock-submit');
    await page.getByText('Wrong email or password.').waitFor();
    await page.fill('.auth0-lock input[name="password"]', password);
    await page.click('.auth0-lock-submit');
    await page.waitForFunction(() => location.hash || window.told?.result);
    assert.equal((await loggedIn()).sub, user.user_id);
  });

  test('signs up, by the rules of the connection, and is logged in', async () => {
    const email = `${unique('visitor')}@example.com`;
    await opened();
    await page.getByRole('link', { name: 'Sign Up' }).click();
    await page.fill('.auth0-lock input[name="email"]', email);
    await page.fill('.auth0-lock input[name="password"]', 'short');
    await page.locator('.auth0-lock-password-strength').waitFor();
    await page.fill('.auth0-lock input[name="password"]', password);
    await page.click('.auth0-lock-submit');
    assert.equal((await loggedIn()).email, email);
  });

  test('sends the link for a forgotten password', async () => {
    const user = await createUser();
    await opened();
    await page.getByRole('link', { name: "Don't remember your password?" }).click();
    await page.fill('.auth0-lock input[name="email"]', user.email);
    await page.click('.auth0-lock-submit');
    await page.getByText("We've just sent you an email to reset your password.").waitFor();
    await mailTo(user.email, 'reset_email');
  });

  test("draws a third party's form from the tenant's file", async () => {
    await openConnectionToThirdParties();
    const third = await createClient({ ...properties(), is_first_party: false, third_party_security_mode: 'permissive' });
    pages['/third-party'] = () => html(third.client_id, { ...options('/third-party'), __useTenantInfo: true });
    await opened('/third-party');
    const user = await createUser();
    await page.fill('.auth0-lock input[name="email"]', user.email);
    await page.fill('.auth0-lock input[name="password"]', password);
    await page.click('.auth0-lock-submit');
    // Another company's application is agreed to, at the server's own page.
    await page.locator('button[name="action"][value="accept"]').click();
    assert.equal((await loggedIn()).sub, user.user_id);
    assert.equal(dev.connection, 'Username-Password-Authentication');
  });
});
