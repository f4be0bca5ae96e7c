// auth0-spa-js: a static page, Auth0's SDK from its own bundle, and a user.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { launch, launchWithProfile, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { listen } from '../../harness/site.mjs';
import { createApi, createClient, createUser, domain, management } from '../../harness/tenant.mjs';

const sdk = readFileSync(new URL('../../node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js', import.meta.url));

/** The page: it makes the SDK's client from the settings, takes the redirect back, and waits for the test. */
const html = (settings) => `<!doctype html><title>single-page application</title><h1>Photos</h1>
<script src="/auth0-spa-js.js"></script>
<script>
  window.ready = (async () => {
    window.client = new auth0.Auth0Client(${JSON.stringify(settings)});
    if (/[?&](code|error)=/.test(location.search)) {
      try { await client.handleRedirectCallback(); } catch (problem) { window.problem = problem.error; }
      history.replaceState({}, '', '/');
    }
  })();
</script>`;

const rotating = {
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  leeway: 0,
  token_lifetime: 2592000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 1296000,
  infinite_idle_token_lifetime: false,
};

describe('auth0-spa-js', () => {
  let browser, user;
  before(async () => {
    browser = await launch();
    user = await createUser({ given_name: 'Marcus' });
  });
  after(() => browser?.close());

  /** Serves the page as an application of its own; `settings` go to the SDK. */
  async function application(settings = {}, properties = {}) {
    let page;
    const site = await listen((request, response) => {
      if (request.url === '/favicon.ico') return response.writeHead(404).end();
      const [type, body] = request.url === '/auth0-spa-js.js' ? ['text/javascript', sdk] : ['text/html', page];
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    const client = await createClient({
      app_type: 'spa',
      token_endpoint_auth_method: 'none',
      callbacks: [site.origin],
      web_origins: [site.origin],
      allowed_origins: [site.origin],
      allowed_logout_urls: [site.origin],
      ...properties,
    });
    page = html({
      domain,
      clientId: client.client_id,
      ...settings,
      authorizationParams: { redirect_uri: site.origin, ...settings.authorizationParams },
    });
    return { ...site, client };
  }

  /** Runs a function in the page once the SDK is ready. */
  const inPage = (page, run, argument) =>
    page.evaluate(async ([source, value]) => {
      await window.ready;
      // The function comes as text, because it closes over nothing.
      return await (0, eval)(`(${source})`)(value);
    }, [run.toString(), argument]);

  /** Runs something in the page that leads away from it, and waits until another document is there. */
  async function leaving(page, run) {
    await inPage(page, () => void (window.stillHere = true));
    await inPage(page, run);
    await page.waitForFunction(() => !window.stillHere);
  }

  /** Waits until the application's page is there again and has taken in what came with the redirect. */
  async function backAt(page, site) {
    await page.waitForFunction((origin) => !window.stillHere && location.origin === origin && window.ready, site.origin);
    await inPage(page, () => {});
  }

  async function signIn(page, site, account = user) {
    await page.goto(site.origin);
    await leaving(page, () => void window.client.loginWithRedirect());
    const met = await passScreens(page, { user: account });
    await backAt(page, site);
    assert.equal(await page.evaluate(() => window.problem), undefined);
    return met;
  }

  async function signOut(page, site) {
    await leaving(page, () => void window.client.logout({ logoutParams: { returnTo: location.origin } }));
    await backAt(page, site);
  }

  test('signs in, knows the user, rotates refresh tokens without any cookie, signs out', async () => {
    const site = await application({ useRefreshTokens: true, cacheLocation: 'localstorage' }, { refresh_token: rotating });
    const page = await privatePage(browser);
    const met = await signIn(page, site);
    assert.ok(met.length >= 1);

    const profile = await inPage(page, () => window.client.getUser());
    assert.equal(profile.sub, user.user_id);
    assert.equal(profile.email, user.email);
    assert.equal(profile.given_name, 'Marcus');

    const stored = () =>
      page.evaluate(() => Object.values(localStorage).map((value) => value.startsWith('{') && JSON.parse(value).body?.refresh_token).find(Boolean));
    const first = await stored();
    assert.ok(first, 'there is a refresh token');
    // No cookie can help: the whole exchange is the token's.
    await page.context().clearCookies();
    const token = await inPage(page, () => window.client.getTokenSilently({ cacheMode: 'off', detailedResponse: true }));
    assert.ok(token.access_token && token.id_token);
    const second = await stored();
    assert.notEqual(second, first, 'the refresh token was rotated');

    await signOut(page, site);
    assert.equal(await inPage(page, () => window.client.isAuthenticated()), false);
    await page.context().close();
    await site.close();
  });

  test('keeps refresh tokens in its worker', async () => {
    const site = await application({ useRefreshTokens: true }, { refresh_token: rotating });
    const page = await privatePage(browser);
    await signIn(page, site);
    const tokens = [];
    for (let round = 0; round < 3; round += 1) {
      tokens.push(await inPage(page, () => window.client.getTokenSilently({ cacheMode: 'off' })));
    }
    assert.equal(new Set(tokens).size, 3, 'each time another access token');
    await page.context().close();
    await site.close();
  });

  test('a refresh token that was used twice ends the session in the application', async () => {
    const site = await application({ useRefreshTokens: true, cacheLocation: 'localstorage' }, { refresh_token: rotating });
    const page = await privatePage(browser);
    await signIn(page, site);
    const kept = await page.evaluate(() => ({ ...localStorage }));
    await inPage(page, () => window.client.getTokenSilently({ cacheMode: 'off' }));
    await page.evaluate((entries) => Object.entries(entries).forEach(([key, value]) => localStorage.setItem(key, value)), kept);
    const error = await inPage(page, async () => {
      try {
        await window.client.getTokenSilently({ cacheMode: 'off' });
      } catch (problem) {
        return { error: problem.error, message: problem.message };
      }
    });
    // The SDK falls back to a new login on exactly this wording.
    assert.match(error.message, /invalid refresh token/);
    await page.context().close();
    await site.close();
  });

  test('signs in silently in an iframe, while there is a session', async () => {
    const { context, close } = await launchWithProfile();
    try {
      context.setDefaultTimeout(15_000);
      const site = await application();
      const page = await context.newPage();
      await signIn(page, site);
      // A new page has an empty memory: what it knows comes from the server's session alone.
      await page.reload();
      await inPage(page, () => window.client.getTokenSilently({ timeoutInSeconds: 10 }));
      const profile = await inPage(page, () => window.client.getUser());
      assert.equal(profile.sub, user.user_id);

      await signOut(page, site);
      const error = await inPage(page, () => window.client.getTokenSilently({ timeoutInSeconds: 10 }).then(() => 'a token', (problem) => problem.error));
      assert.equal(error, 'login_required');
      await site.close();
    } finally {
      await close();
    }
  });

  test('signs in in a second application without asking', async () => {
    const [one, two] = [await application(), await application()];
    const page = await privatePage(browser);
    assert.ok((await signIn(page, one)).length >= 1);
    assert.deepEqual(await signIn(page, two, null), []);
    assert.equal((await inPage(page, () => window.client.getUser())).sub, user.user_id);
    await page.context().close();
    await one.close();
    await two.close();
  });

  test('gets a token for an API after consent, as localhost is nobody\'s', async () => {
    const api = await createApi({ allow_offline_access: true });
    const site = await application({ authorizationParams: { audience: api.identifier, scope: 'openid profile email read:photos' } });
    const page = await privatePage(browser);
    const met = await signIn(page, site);
    assert.ok(met.includes('consent'), `met ${met.join(', ')}`);
    const token = await inPage(page, () => window.client.getTokenSilently());
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
    assert.ok([claims.aud].flat().includes(api.identifier));
    assert.match(claims.scope, /\bread:photos\b/);
    assert.doesNotMatch(claims.scope, /print:photos/);
    const { data: grants } = await management.userGrants.list({ user_id: user.user_id, client_id: site.client.client_id });
    assert.deepEqual(grants.map((grant) => grant.audience), [api.identifier]);
    await page.context().close();
    await site.close();
  });
});
