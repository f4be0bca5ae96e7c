// openid-client: logging in with an identity provider, which is a second server.

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { ManagementClient } from 'auth0';
import * as client from 'openid-client';

import { launch, privatePage } from '../../harness/browser.mjs';
import { Server, freePort } from '../../harness/server.mjs';
import { listen } from '../../harness/site.mjs';
import { createClient, issuer, management, password, unique } from '../../harness/tenant.mjs';

describe('openid-client logs in with another provider', () => {
  let browser, site, provider, there, user, knownAs;
  before(async () => {
    browser = await launch();
    site = await listen((_, response) => response.end('callback'));
    provider = new Server({ dataDir: mkdtempSync(path.join(tmpdir(), 'ostia-provider-')), port: await freePort() });
    // One authority for both: whoever trusts the one server trusts the other.
    for (const file of ['ca.pem', 'ca-key.pem']) {
      copyFileSync(path.join(path.dirname(process.env.OSTIA_DEV), file), path.join(provider.dataDir, file));
    }
    await provider.start();
    const { base_url, admin_client_id, admin_client_secret, connection } = provider.dev;
    there = new ManagementClient({
      domain: new URL(base_url).host,
      clientId: admin_client_id,
      clientSecret: admin_client_secret,
    });
    const email = `${unique('user')}@example.com`;
    user = await there.users.create({ connection, email, password, email_verified: true, name: 'Ada Lovelace' });
    knownAs = await there.clients.create({
      name: unique('downstream'),
      app_type: 'regular_web',
      oidc_conformant: true,
      jwt_configuration: { alg: 'RS256' },
      token_endpoint_auth_method: 'client_secret_post',
      callbacks: [`${issuer}login/callback`],
    });
    const page = await there.connections.list({ name: connection });
    await there.connections.clients.update(page.data[0].id, [{ client_id: knownAs.client_id, status: true }]);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await provider?.stop();
    provider?.forget();
  });

  for (const type of ['back_channel', 'front_channel']) {
    test(`whose answer comes by the ${type.replace('_', ' ')}`, async () => {
      const app = await createClient({
        app_type: 'regular_web',
        token_endpoint_auth_method: 'client_secret_post',
        callbacks: [`${site.origin}/callback`],
      });
      const name = unique('partner');
      const connection = await management.connections.create({
        name,
        strategy: 'oidc',
        display_name: 'The partner',
        show_as_button: true,
        options: {
          type,
          discovery_url: `${provider.dev.base_url.replace(/\/$/, '')}/.well-known/openid-configuration`,
          client_id: knownAs.client_id,
          client_secret: knownAs.client_secret,
          scope: 'openid profile email',
        },
      });
      await management.connections.clients.update(connection.id, [{ client_id: app.client_id, status: true }]);
      const configuration = await client.discovery(new URL(issuer), app.client_id, app.client_secret);
      const verifier = client.randomPKCECodeVerifier();
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: `${site.origin}/callback`,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const page = await privatePage(browser);
      await page.goto(url.href);
      // Applications get the tenant's other connections, too.
      await page.click(`a[href^="/u/login/federated"][href$="${name.replaceAll('-', '%2D')}"]`);
      await page.waitForURL(`${new URL(provider.dev.base_url).origin}/**`);
      await page.fill('input[name="username"]', user.email);
      await page.fill('input[name="password"]', password);
      await page.click('button[type="submit"]');
      await page.waitForURL(`${site.origin}/callback?**`);
      const tokens = await client.authorizationCodeGrant(configuration, new URL(page.url()), { pkceCodeVerifier: verifier });
      const claims = tokens.claims();
      assert.equal(claims.sub, `oidc|${name}|${user.user_id}`);
      assert.equal(claims.email, user.email);
      assert.equal(claims.email_verified, true);
      const known = await management.users.get(claims.sub);
      assert.equal(known.identities[0].connection, name);
      await page.context().close();
    });
  }
});
