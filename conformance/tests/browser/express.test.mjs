// express-openid-connect, both majors in use: Auth0's middleware for regular web applications.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import express from 'express';
import version2 from 'express-openid-connect';
import version3 from 'express-openid-connect-3';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { listen } from '../../harness/site.mjs';
import { baseUrl, createClient, createUser, domain, management } from '../../harness/tenant.mjs';

/** An application as the quickstart writes it, on a free port. */
async function application({ auth, requiresAuth }, client, settings) {
  let app;
  const site = await listen((request, response) => app(request, response));
  app = express();
  app.use(
    auth({
      issuerBaseURL: baseUrl,
      baseURL: site.origin,
      clientID: client.client_id,
      secret: 'a secret of the application, long enough',
      authRequired: false,
      ...settings,
    }),
  );
  app.get('/', (request, response) => response.type('html').send(`<h1>${request.oidc.isAuthenticated() ? 'in' : 'out'}</h1>`));
  app.get('/profile', requiresAuth(), (request, response) => response.json(request.oidc.user));
  app.get('/remote', requiresAuth(), async (request, response) => response.json(await request.oidc.fetchUserInfo()));
  app.use((error, request, response, next) => response.status(error.status ?? 500).type('html').send(`<h1>failed</h1><pre>${error.error ?? ''} ${error.message}</pre>`));
  return site;
}

for (const [name, library] of [['express-openid-connect 2', version2], ['express-openid-connect 3', version3]]) {
  describe(name, () => {
    let browser, user;
    before(async () => {
      browser = await launch();
      user = await createUser({ given_name: 'Marcus' });
    });
    after(() => browser?.close());

    /** Signs in through the middleware, looks at the user, signs out. */
    async function roundTrip(client, settings, { signsOutOfServer, remote }) {
      const site = await application(library, client, settings);
      await management.clients.update(client.client_id, { callbacks: [`${site.origin}/callback`], allowed_logout_urls: [site.origin, `${site.origin}/`] });
      const page = await privatePage(browser);
      const heading = () => page.locator('h1').first().textContent();
      try {
        await page.goto(site.origin);
        assert.equal(await heading(), 'out');

        await page.goto(`${site.origin}/login`);
        const met = await passScreens(page, { user });
        assert.ok(met.length >= 1);
        await page.waitForLoadState();
        assert.equal(await heading(), 'in', await page.content());

        await page.goto(`${site.origin}/profile`);
        const profile = JSON.parse(await page.locator('pre, body').first().textContent());
        assert.equal(profile.sub, user.user_id);
        assert.equal(profile.email, user.email);
        assert.equal(profile.given_name, 'Marcus');

        if (remote) {
          await page.goto(`${site.origin}/remote`);
          assert.equal(JSON.parse(await page.locator('pre, body').first().textContent()).sub, user.user_id);
        }

        await page.goto(`${site.origin}/logout`);
        await page.waitForURL((url) => url.origin === site.origin);
        assert.equal(await heading(), 'out');

        await page.goto(`${site.origin}/login`);
        const again = await passScreens(page, { user });
        assert.equal(again.length > 0, signsOutOfServer, 'the server asks again exactly if it was signed out of');
      } finally {
        await page.context().close();
        await site.close();
      }
    }

    test('by default: implicit, the ID token by form_post', async () => {
      const client = await createClient({ app_type: 'regular_web' });
      await roundTrip(client, {}, { signsOutOfServer: false });
    });

    test('auth0Logout: by /v2/logout', async () => {
      const client = await createClient({ app_type: 'regular_web' });
      await roundTrip(client, { auth0Logout: true }, { signsOutOfServer: true });
    });

    test('code flow, signing out of the server too', async () => {
      const client = await createClient({ app_type: 'regular_web' });
      await roundTrip(
        client,
        { clientSecret: client.client_secret, idpLogout: true, authorizationParams: { response_type: 'code', scope: 'openid profile email' } },
        { signsOutOfServer: true, remote: true },
      );
    });

    test('code flow with HS256 ID tokens', async () => {
      const client = await createClient({ app_type: 'regular_web', jwt_configuration: { alg: 'HS256' } });
      await roundTrip(
        client,
        { clientSecret: client.client_secret, idTokenSigningAlg: 'HS256', idpLogout: true, authorizationParams: { response_type: 'code' } },
        { signsOutOfServer: true, remote: true },
      );
    });

    test('code id_token: the hybrid flow by form_post', async () => {
      const client = await createClient({ app_type: 'regular_web' });
      await roundTrip(
        client,
        { clientSecret: client.client_secret, idpLogout: true, authorizationParams: { response_type: 'code id_token' } },
        { signsOutOfServer: true, remote: true },
      );
    });

    test(`the issuer is https://${domain}/`, async () => {
      const client = await createClient({ app_type: 'regular_web' });
      const site = await application(library, client, {});
      const answer = await fetch(`${site.origin}/login`, { redirect: 'manual' });
      assert.equal(answer.status, 302);
      const target = new URL(answer.headers.get('location'));
      assert.equal(target.origin, new URL(baseUrl).origin);
      assert.equal(target.searchParams.get('response_type'), 'id_token');
      assert.equal(target.searchParams.get('response_mode'), 'form_post');
      await site.close();
    });
  });
}
