// openid-client, the certified relying party, with a user in Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { jwtVerify } from 'jose';
import * as oidc from 'openid-client';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { callbackSite } from '../../harness/site.mjs';
import { createClient, createUser, domain, issuer, management } from '../../harness/tenant.mjs';

const server = new URL(`https://${domain}`);

describe('openid-client', () => {
  let browser, site, redirect_uri, user, web;
  before(async () => {
    browser = await launch();
    site = await callbackSite();
    redirect_uri = `${site.origin}/callback`;
    user = await createUser({ given_name: 'Marcus', family_name: 'Tiber' });
    web = await createClient({
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_post',
      callbacks: [redirect_uri],
      allowed_logout_urls: [`${site.origin}/goodbye`],
    });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const discover = (client = web, execute = [], metadata = client.client_secret, authentication) =>
    oidc.discovery(server, client.client_id, metadata, authentication, { execute });

  /** Goes to /authorize as a new browser and answers how it came back. */
  async function authorize(config, parameters, { page, account = user } = {}) {
    page ??= await privatePage(browser);
    const sent = { redirect_uri, scope: 'openid profile email', ...parameters };
    await page.goto(oidc.buildAuthorizationUrl(config, sent).href);
    const met = await passScreens(page, { user: account });
    assert.equal(new URL(page.url()).origin, site.origin, `the browser is at ${page.url()}`);
    return { page, met, url: new URL(page.url()), request: site.last() };
  }

  async function pkce() {
    const verifier = oidc.randomPKCECodeVerifier();
    return { verifier, challenge: { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' } };
  }

  test('discovers the server', async () => {
    const config = await discover();
    assert.equal(config.serverMetadata().issuer, issuer);
    assert.equal(config.serverMetadata().supportsPKCE(), true);
  });

  test('signs a user in with a code and PKCE, refreshes, reads user info and signs out', async () => {
    const config = await discover();
    const { verifier, challenge } = await pkce();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const { page, met, url } = await authorize(config, { ...challenge, state, nonce, scope: 'openid profile email offline_access' });
    assert.ok(met.length >= 1, 'the user was asked');

    const tokens = await oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
    const claims = tokens.claims();
    assert.equal(claims.sub, user.user_id);
    assert.equal(claims.email, user.email);
    assert.ok(claims.sid, 'sid is there for logout');

    const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(info.given_name, 'Marcus');

    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(refreshed.claims().sub, claims.sub);

    await assert.rejects(
      oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }),
      (error) => error.error === 'invalid_grant' && error.status === 403,
      'a code works once',
    );

    // Single sign-on: the same browser isn't asked again.
    const again = await pkce();
    const second = await authorize(config, { ...again.challenge, state }, { page, account: null });
    assert.deepEqual(second.met, []);

    const goodbye = oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${site.origin}/goodbye`, id_token_hint: tokens.id_token, state: 'bye' });
    await page.goto(goodbye.href);
    await page.waitForURL(`${site.origin}/goodbye?state=bye`);

    const third = await authorize(config, { ...again.challenge, state, prompt: 'none' }, { page, account: null });
    assert.equal(third.url.searchParams.get('error'), 'login_required');
    assert.equal(third.url.searchParams.get('state'), state);
    await page.context().close();
  });

  test('a wrong verifier gets nothing, and ends the code', async () => {
    const config = await discover();
    const { verifier, challenge } = await pkce();
    const { page, url } = await authorize(config, challenge);
    const grant = (pkceCodeVerifier) => oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier });
    await assert.rejects(grant(oidc.randomPKCECodeVerifier()), (error) => error.error === 'invalid_grant');
    await assert.rejects(grant(verifier), (error) => error.error === 'invalid_grant');
    await page.context().close();
  });

  test('a public client needs PKCE', async () => {
    const native = await createClient({ app_type: 'native', token_endpoint_auth_method: 'none', callbacks: [redirect_uri] });
    const config = await discover(native, [], undefined, oidc.None());
    const { verifier, challenge } = await pkce();
    const { page, url } = await authorize(config, challenge);
    const tokens = await oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier });
    assert.equal(tokens.claims().sub, user.user_id);

    const bare = await authorize(config, {}, { page, account: null });
    const error = bare.url.searchParams.get('error');
    if (error) assert.equal(error, 'invalid_request');
    else await assert.rejects(oidc.authorizationCodeGrant(config, bare.url), (refusal) => Boolean(refusal.error));
    await page.context().close();
  });

  test('form_post brings the code in a form', async () => {
    const config = await discover();
    const { verifier, challenge } = await pkce();
    const state = oidc.randomState();
    const { page, request } = await authorize(config, { ...challenge, state, response_mode: 'form_post' });
    assert.equal(request.method, 'POST');
    const posted = new Request(request.url, { method: 'POST', headers: { 'content-type': request.headers['content-type'] }, body: request.body });
    const tokens = await oidc.authorizationCodeGrant(config, posted, { pkceCodeVerifier: verifier, expectedState: state });
    assert.equal(tokens.claims().sub, user.user_id);
    await page.context().close();
  });

  test('code id_token: both agree, by fragment and by form', async () => {
    const config = await discover(web, [oidc.useCodeIdTokenResponseType]);
    for (const response_mode of ['fragment', 'form_post']) {
      const { verifier, challenge } = await pkce();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const { page, url, request } = await authorize(config, { ...challenge, state, nonce, response_type: 'code id_token', response_mode });
      const came = response_mode === 'fragment' ? url : new Request(request.url, { method: 'POST', headers: { 'content-type': request.headers['content-type'] }, body: request.body });
      // The library checks c_hash, s_hash where there is one, and that both ID tokens name the same user.
      const tokens = await oidc.authorizationCodeGrant(config, came, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
      assert.equal(tokens.claims().sub, user.user_id, response_mode);
      await page.context().close();
    }
  });

  test('id_token: implicit, by fragment', async () => {
    const config = await discover(web, [oidc.useIdTokenResponseType]);
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const { page, url } = await authorize(config, { state, nonce, response_type: 'id_token' });
    const claims = await oidc.implicitAuthentication(config, url, nonce, { expectedState: state });
    assert.equal(claims.sub, user.user_id);
    assert.equal(claims.email, user.email);
    await page.context().close();
  });

  test('an ID token signed with HS256 verifies with the client secret', async () => {
    const symmetric = await createClient({ app_type: 'regular_web', callbacks: [redirect_uri], jwt_configuration: { alg: 'HS256' } });
    const config = await discover(symmetric, [], {
      client_secret: symmetric.client_secret,
      id_token_signed_response_alg: 'HS256',
    });
    const { verifier, challenge } = await pkce();
    const { page, url } = await authorize(config, challenge);
    const tokens = await oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier });
    // The library trusts TLS for what comes straight from the server, so the signature is checked here.
    const secret = new TextEncoder().encode(symmetric.client_secret);
    const { payload } = await jwtVerify(tokens.id_token, secret, { issuer, audience: symmetric.client_id, algorithms: ['HS256'] });
    assert.equal(payload.sub, user.user_id);
    await page.context().close();
  });

  test('prompt=login asks again, max_age says when', async () => {
    const config = await discover();
    const first = await pkce();
    const { page } = await authorize(config, first.challenge);
    const { verifier, challenge } = await pkce();
    const second = await authorize(config, { ...challenge, prompt: 'login', max_age: '600' }, { page });
    assert.ok(second.met.length >= 1, 'asked in spite of the session');
    const tokens = await oidc.authorizationCodeGrant(config, second.url, { pkceCodeVerifier: verifier, maxAge: 600 });
    assert.ok(tokens.claims().auth_time);
    await page.context().close();
  });

  test('an untrusted redirect is shown, never followed', async () => {
    const config = await discover();
    const page = await privatePage(browser);
    const response = await page.goto(oidc.buildAuthorizationUrl(config, { redirect_uri: 'http://localhost:1/evil', scope: 'openid' }).href);
    assert.ok(response.status() >= 400);
    assert.equal(new URL(page.url()).origin, server.origin);
    await page.context().close();
  });

  test('a wrong password is told, a right one goes on', async () => {
    const config = await discover();
    const page = await privatePage(browser);
    const { challenge } = await pkce();
    await page.goto(oidc.buildAuthorizationUrl(config, { redirect_uri, scope: 'openid', ...challenge }).href);
    await page.fill('input[name="username"]', user.email);
    await page.fill('input[name="password"]', 'wrong');
    await page.locator('form:has(input[name="password"]) button[type="submit"]').first().click();
    await page.locator('[role="alert"]').first().waitFor();
    await passScreens(page, { user });
    assert.equal(new URL(page.url()).origin, site.origin);
    await page.context().close();
  });

  test('a blocked user does not get in', async () => {
    const blocked = await createUser();
    await management.users.update(blocked.user_id, { blocked: true });
    const config = await discover();
    const { challenge } = await pkce();
    const page = await privatePage(browser);
    await page.goto(oidc.buildAuthorizationUrl(config, { redirect_uri, scope: 'openid', ...challenge }).href);
    await page.fill('input[name="username"]', blocked.email);
    await page.fill('input[name="password"]', blocked.password);
    const before = site.requests.length;
    await page.locator('form:has(input[name="password"]) button[type="submit"]').first().click();
    await Promise.race([page.locator('[role="alert"]').first().waitFor(), page.waitForURL(`${site.origin}/**`)]);
    const came = site.requests.slice(before).find(({ url }) => url.pathname === '/callback');
    if (came) assert.equal(came.url.searchParams.get('error'), 'unauthorized');
    await page.context().close();
  });
});
