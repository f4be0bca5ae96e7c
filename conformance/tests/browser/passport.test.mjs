// passport-auth0: the strategy of older Express applications.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import express from 'express';
import session from 'express-session';
import passport from 'passport';
import Auth0Strategy from 'passport-auth0';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { listen } from '../../harness/site.mjs';
import { baseUrl, createClient, createUser, domain, management, openConnectionToThirdParties } from '../../harness/tenant.mjs';

/** An application as the strategy's own README writes it. */
async function application(client) {
  let app;
  const site = await listen((request, response) => app(request, response));
  const doors = new passport.Passport();
  const strategy = new Auth0Strategy(
    { domain, clientID: client.client_id, clientSecret: client.client_secret, callbackURL: `${site.origin}/callback` },
    (accessToken, refreshToken, extra, profile, done) => done(null, { profile, accessToken, idToken: extra.id_token }),
  );
  doors.use(strategy);
  doors.serializeUser((user, done) => done(null, user));
  doors.deserializeUser((user, done) => done(null, user));
  app = express();
  app.use(session({ secret: 'a secret of the application', resave: false, saveUninitialized: false }));
  app.use(doors.session());
  app.get('/login', doors.authenticate('auth0', { scope: 'openid email profile' }));
  app.get('/callback', doors.authenticate('auth0', { failureRedirect: '/failed' }), (request, response) => response.redirect('/user'));
  app.get('/user', (request, response) => response.json(request.user ?? null));
  app.get('/failed', (request, response) => response.status(401).send('<h1>failed</h1>'));
  app.get('/logout', (request, response, next) =>
    request.logout((problem) => {
      if (problem) return next(problem);
      response.redirect(`${baseUrl}/v2/logout?${new URLSearchParams({ client_id: client.client_id, returnTo: `${site.origin}/user` })}`);
    }),
  );
  return site;
}

describe('passport-auth0', () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test('logs in, reads the profile, logs out', async () => {
    const user = await createUser({ given_name: 'Marcus', family_name: 'Agrippa', name: 'Marcus Agrippa', nickname: 'marcus' });
    const client = await createClient({ app_type: 'regular_web' });
    const site = await application(client);
    await management.clients.update(client.client_id, { callbacks: [`${site.origin}/callback`], allowed_logout_urls: [`${site.origin}/user`] });
    const page = await privatePage(browser);
    const shown = async () => JSON.parse(await page.locator('pre, body').first().textContent());
    await page.goto(`${site.origin}/login`);
    await passScreens(page, { user });
    await page.waitForURL(`${site.origin}/user`);
    const { profile, accessToken, idToken } = await shown();
    assert.equal(profile.id, user.user_id);
    assert.equal(profile.displayName, 'Marcus Agrippa');
    assert.deepEqual(profile.name, { familyName: 'Agrippa', givenName: 'Marcus' });
    assert.deepEqual(profile.emails, [{ value: user.email }]);
    assert.ok(accessToken && idToken);

    await page.goto(`${site.origin}/logout`);
    await page.waitForURL(`${site.origin}/user`);
    assert.equal(await shown(), null);
    await page.goto(`${site.origin}/login`);
    const met = await passScreens(page, { user });
    assert.ok(met.length > 0, 'the server asks again');
    await page.context().close();
    await site.close();
  });

  test('somebody who declines comes back as nobody', async () => {
    await openConnectionToThirdParties();
    const user = await createUser();
    const client = await createClient({ app_type: 'regular_web', is_first_party: false, third_party_security_mode: 'permissive' });
    const site = await application(client);
    await management.clients.update(client.client_id, { callbacks: [`${site.origin}/callback`] });
    const page = await privatePage(browser);
    await page.goto(`${site.origin}/login`);
    const met = await passScreens(page, { user, consent: 'deny' });
    assert.ok(met.includes('consent'));
    await page.waitForURL(`${site.origin}/failed`);
    assert.equal(await page.locator('h1').textContent(), 'failed');
    await page.context().close();
    await site.close();
  });
});
