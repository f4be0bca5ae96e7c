// What the SDKs take for granted and never say: encodings, headers, discovery.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { createClient, createUser, dev, issuer, raw } from '../../harness/tenant.mjs';

describe('discovery', () => {
  test('names this server', async () => {
    const answer = await raw('/.well-known/openid-configuration');
    const document = await answer.json();
    assert.equal(document.issuer, issuer);
    for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'end_session_endpoint', 'revocation_endpoint']) {
      assert.ok(document[name]?.startsWith(issuer), `${name} begins with the issuer`);
    }
    for (const alg of ['HS256', 'RS256']) assert.ok(document.id_token_signing_alg_values_supported.includes(alg));
    assert.ok(document.response_modes_supported.includes('form_post'));
    assert.ok(document.code_challenge_methods_supported.includes('S256'));
  });

  test('publishes keys', async () => {
    const { keys } = await (await raw('/.well-known/jwks.json')).json();
    assert.ok(keys.length >= 1);
    for (const key of keys) {
      assert.deepEqual([key.kty, key.use, key.alg, key.e], ['RSA', 'sig', 'RS256', 'AQAB']);
      assert.ok(key.kid && key.n && key.x5c.length === 1 && !('d' in key));
    }
  });
});

describe('POST /oauth/token', () => {
  let client, user;
  before(async () => {
    client = await createClient({ app_type: 'regular_web', grant_types: ['http://auth0.com/oauth/grant-type/password-realm'] });
    user = await createUser();
  });
  const parameters = () => ({
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    client_id: client.client_id,
    client_secret: client.client_secret,
    username: user.email,
    password: user.password,
    realm: dev.connection,
    scope: 'openid',
  });

  test('takes a form', async () => {
    const answer = await raw('/oauth/token', { method: 'POST', body: new URLSearchParams(parameters()) });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.ok((await answer.json()).id_token);
  });

  test('takes JSON, in which null is absent', async () => {
    const answer = await raw('/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...parameters(), audience: null, organization: null }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
  });

  test('takes the secret by HTTP Basic', async () => {
    const { client_id, client_secret, ...rest } = parameters();
    const answer = await raw('/oauth/token', {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
      body: new URLSearchParams(rest),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
  });

  test('answers every refusal with an error and a description', async () => {
    const refusals = [
      {},
      { grant_type: 'nonsense' },
      { ...parameters(), client_secret: 'wrong' },
      { ...parameters(), client_id: 'nobody' },
      { ...parameters(), password: 'wrong' },
      { ...parameters(), realm: 'nowhere' },
    ];
    for (const body of refusals) {
      const answer = await raw('/oauth/token', { method: 'POST', body: new URLSearchParams(body) });
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} for ${JSON.stringify(body)}`);
      const { error, error_description } = await answer.json();
      assert.equal(typeof error, 'string');
      assert.equal(typeof error_description, 'string');
    }
  });

  test('lets a browser ask from the application\'s origin', async () => {
    const origin = 'http://localhost:3456';
    const spa = await createClient({ app_type: 'spa', token_endpoint_auth_method: 'none', callbacks: [origin], web_origins: [origin], allowed_origins: [origin] });
    const preflight = await raw('/oauth/token', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'auth0-client,content-type' },
    });
    assert.ok(preflight.ok, `${preflight.status}`);
    assert.match(preflight.headers.get('access-control-allow-headers').toLowerCase(), /auth0-client|\*/);
    const answer = await raw('/oauth/token', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'refresh_token', client_id: spa.client_id, refresh_token: 'made-up' }),
    });
    assert.equal(answer.status, 403);
    assert.ok([origin, '*'].includes(answer.headers.get('access-control-allow-origin')), 'errors are readable too');
  });
});

describe('/userinfo', () => {
  test('takes the token in the header and in the query', async () => {
    const client = await createClient({ app_type: 'regular_web', grant_types: ['http://auth0.com/oauth/grant-type/password-realm'] });
    const user = await createUser();
    const answer = await raw('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
        client_id: client.client_id,
        client_secret: client.client_secret,
        username: user.email,
        password: user.password,
        realm: dev.connection,
        scope: 'openid email',
      }),
    });
    const { access_token: token } = await answer.json();
    for (const request of [raw('/userinfo', { token }), raw(`/userinfo?access_token=${token}`)]) {
      const info = await (await request).json();
      assert.equal(info.sub, user.user_id);
      assert.equal(info.email, user.email);
      assert.ok(!('name' in info), 'the profile was not asked for');
    }
    assert.equal((await raw('/userinfo')).status, 401);
  });
});
