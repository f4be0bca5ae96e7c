// Third-party applications: the user is asked, and the answer is kept.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import * as oidc from 'openid-client';

import { launch, privatePage } from '../../harness/browser.mjs';
import { atServer, nextScreen, passScreens } from '../../harness/hosted-pages.mjs';
import { callbackSite } from '../../harness/site.mjs';
import { createApi, createClient, createUser, domain, issuer, management, openConnectionToThirdParties } from '../../harness/tenant.mjs';

for (const mode of ['strict', 'permissive']) {
  describe(`a third-party application, ${mode}`, () => {
    let browser, site, redirect_uri, api, client, user, config;
    before(async () => {
      browser = await launch();
      site = await callbackSite();
      redirect_uri = `${site.origin}/callback`;
      await openConnectionToThirdParties();
      api = await createApi({ allow_offline_access: true });
      client = await createClient({
        is_first_party: false,
        third_party_security_mode: mode,
        app_type: 'regular_web',
        token_endpoint_auth_method: 'client_secret_post',
        callbacks: [redirect_uri],
        grant_types: ['authorization_code', 'refresh_token'],
      });
      await management.clientGrants.create({
        client_id: client.client_id,
        audience: api.identifier,
        scope: ['read:photos', 'print:photos'],
        subject_type: 'user',
      });
      config = await oidc.discovery(new URL(`https://${domain}`), client.client_id, client.client_secret);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });
    beforeEach(async () => {
      user = await createUser();
    });

    const grants = async () => (await management.userGrants.list({ user_id: user.user_id })).data;

    /** Begins a flow in a page; answers how to end it. */
    async function begin(page, parameters = {}) {
      const verifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri,
        scope: 'openid profile email read:photos offline_access',
        audience: api.identifier,
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...parameters,
      });
      await page.goto(url.href);
      return {
        tokens: () => oidc.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier: verifier, expectedState: state }),
      };
    }

    test('is not first-party, and its kind is fixed', async () => {
      const read = await management.clients.get(client.client_id);
      assert.equal(read.is_first_party, false);
      assert.equal(read.third_party_security_mode, mode);
      assert.equal(read.client_id.startsWith('tpc_'), mode === 'strict');
      await assert.rejects(management.clients.update(client.client_id, { is_first_party: true }));
    });

    test('asks once, remembers, asks again for more and after a revocation', async () => {
      const page = await privatePage(browser);
      const first = await begin(page);
      assert.deepEqual((await passScreens(page, { user })).slice(-1), ['consent']);
      const tokens = await first.tokens();
      assert.match(tokens.scope ?? 'read:photos', /read:photos/);
      assert.equal(tokens.claims().sub, user.user_id);

      const [grant] = await grants();
      assert.equal(grant.clientID, client.client_id);
      assert.equal(grant.audience, api.identifier);
      assert.ok(grant.scope.includes('read:photos') && !grant.scope.includes('print:photos'));

      await begin(page);
      assert.deepEqual(await passScreens(page), [], 'remembered');

      await begin(page, { scope: 'openid read:photos print:photos' });
      assert.deepEqual(await passScreens(page), ['consent'], 'the scopes grew');
      assert.ok((await grants())[0].scope.includes('print:photos'));

      await begin(page, { prompt: 'consent' });
      assert.deepEqual(await passScreens(page), ['consent'], 'asked to ask');

      const kept = await oidc.refreshTokenGrant(config, tokens.refresh_token);
      for (const { id } of await grants()) await management.userGrants.delete(id);
      await assert.rejects(
        oidc.refreshTokenGrant(config, kept.refresh_token ?? tokens.refresh_token),
        (error) => error.error === 'invalid_grant',
        'a revoked grant takes its refresh tokens with it',
      );
      await begin(page);
      assert.deepEqual(await passScreens(page), ['consent'], 'revoked');
      await page.context().close();
    });

    test('gets nothing when the user declines', async () => {
      const page = await privatePage(browser);
      await begin(page);
      const met = await passScreens(page, { user, consent: 'deny' });
      assert.deepEqual(met.slice(-1), ['consent']);
      if (mode === 'strict') {
        // Open redirect protection: the refusal is shown and stays here.
        assert.ok(atServer(page), `the browser is at ${page.url()}`);
        assert.equal(await nextScreen(page), 'other');
      } else {
        const answer = new URL(page.url()).searchParams;
        assert.equal(answer.get('error'), 'access_denied');
        assert.equal(answer.get('error_description'), 'User did not authorize the request');
      }
      assert.deepEqual(await grants(), []);
      await page.context().close();
    });

    test('is told that consent is missing where it may not ask', async () => {
      const page = await privatePage(browser);
      await begin(page, { scope: 'openid' });
      await passScreens(page, { user });
      for (const { id } of await grants()) await management.userGrants.delete(id);
      await begin(page, { prompt: 'none' });
      await passScreens(page);
      if (mode === 'strict') assert.ok(atServer(page), 'shown, not sent');
      else assert.equal(new URL(page.url()).searchParams.get('error'), 'consent_required');
      await page.context().close();
    });

    test('asks for the profile alone as well', async () => {
      const page = await privatePage(browser);
      const flow = await begin(page, { audience: `${issuer}userinfo`, scope: 'openid profile' });
      assert.deepEqual((await passScreens(page, { user })).slice(-1), ['consent']);
      const tokens = await flow.tokens();
      const info = await oidc.fetchUserInfo(config, tokens.access_token, user.user_id);
      assert.equal(info.sub, user.user_id);
      await page.context().close();
    });

    test('has no key to the Management API', async () => {
      const page = await privatePage(browser);
      await begin(page, { audience: `${issuer}api/v2/`, scope: 'openid read:users' });
      await passScreens(page, { user });
      if (!atServer(page)) {
        const answer = new URL(page.url()).searchParams;
        if (answer.get('code')) {
          // Permissive applications may hold current_user scopes only, of which none was asked for.
          assert.equal(mode, 'permissive');
        } else {
          assert.ok(answer.get('error'));
        }
      }
      await page.context().close();
    });

    if (mode === 'strict') {
      test('has the code flow only', async () => {
        const page = await privatePage(browser);
        await begin(page, { response_type: 'id_token', nonce: 'n', scope: 'openid' });
        await nextScreen(page);
        assert.ok(atServer(page));
        assert.equal(await nextScreen(page), 'other');
        await page.context().close();
      });
    }
  });
}
