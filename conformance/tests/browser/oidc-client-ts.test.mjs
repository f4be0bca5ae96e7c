// oidc-client-ts: a generic OpenID Connect client for single-page applications, which knows nothing of Auth0.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { launchWithProfile } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { listen } from '../../harness/site.mjs';
import { baseUrl, createClient, createUser, issuer } from '../../harness/tenant.mjs';

const sdk = readFileSync(new URL('../../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));

/** The page; with `?silent` or `?popup` it only hands on what it came back with. */
const html = (settings) => `<!doctype html><title>oidc-client-ts</title><h1>Photos</h1>
<script src="/oidc-client-ts.js"></script>
<script>
  window.manager = new oidc.UserManager({ ...${JSON.stringify(settings)}, userStore: new oidc.WebStorageStateStore({ store: localStorage }) });
  window.ready = (async () => {
    if (location.pathname === '/silent') return manager.signinSilentCallback();
    if (/[?&](code|error)=/.test(location.search)) {
      window.user = await manager.signinCallback();
      history.replaceState({}, '', '/');
    }
  })().catch((problem) => (window.problem = String(problem)));
</script>`;

describe('oidc-client-ts', () => {
  let browser, site, page, settings, user;
  before(async () => {
    browser = await launchWithProfile();
    browser.context.setDefaultTimeout(15_000);
    site = await listen((request, response) => {
      if (request.url === '/favicon.ico') return response.writeHead(404).end();
      const [type, body] = request.url === '/oidc-client-ts.js' ? ['text/javascript', sdk] : ['text/html', html(settings)];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    const addresses = [`${site.origin}/`, `${site.origin}/silent`];
    const client = await createClient({
      app_type: 'spa',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      callbacks: addresses,
      allowed_logout_urls: addresses,
      web_origins: [site.origin],
      allowed_origins: [site.origin],
    });
    settings = {
      authority: baseUrl,
      client_id: client.client_id,
      redirect_uri: `${site.origin}/`,
      silent_redirect_uri: `${site.origin}/silent`,
      post_logout_redirect_uri: `${site.origin}/`,
      scope: 'openid profile email',
      loadUserInfo: true,
    };
    user = await createUser({ given_name: 'Marcus' });
    page = await browser.context.newPage();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const ready = async () => {
    await page.waitForFunction((origin) => location.origin === origin && window.ready && !window.stillHere, site.origin);
    await page.evaluate(() => window.ready);
    assert.equal(await page.evaluate(() => window.problem), undefined);
  };
  const leave = (run) =>
    page.evaluate((source) => {
      window.stillHere = true;
      void (0, eval)(`(${source})`)();
    }, run.toString());

  test('signs in by redirect and knows the user', async () => {
    await page.goto(site.origin);
    await leave(() => window.manager.signinRedirect());
    await page.waitForURL((url) => url.origin !== site.origin);
    assert.ok((await passScreens(page, { user })).length > 0);
    await ready();
    const { profile, access_token } = await page.evaluate(() => window.user);
    assert.equal(profile.iss, issuer);
    assert.equal(profile.sub, user.user_id);
    assert.equal(profile.given_name, 'Marcus');
    assert.ok(access_token);
  });

  test('signs in silently, in a frame', async () => {
    const before = await page.evaluate(() => manager.getUser().then((known) => known.access_token));
    const again = await page.evaluate(() => manager.signinSilent({ forceIframeAuth: true }).then((known) => ({ sub: known.profile.sub, token: known.access_token })));
    assert.equal(again.sub, user.user_id);
    assert.notEqual(again.token, before);
  });

  test('signs out by RP-initiated log-out, and is nobody afterwards', async () => {
    await leave(() => window.manager.signoutRedirect());
    await page.waitForFunction(() => !window.stillHere);
    await ready();
    const failed = await page.evaluate(() => manager.signinSilent({ forceIframeAuth: true }).then(() => null, (problem) => problem.error));
    assert.equal(failed, 'login_required');
  });
});
