// @auth0/auth0-auth-js, the client that npm auth0 v7 points to: tokens without a browser.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import {
  AuthClient,
  TokenByClientCredentialsError,
  TokenByPasswordError,
  TokenByRefreshTokenError,
  UserInfoError,
} from '@auth0/auth0-auth-js';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

import { createApi, createClient, createUser, dev, domain, issuer, management } from '../../harness/tenant.mjs';

const realm = 'http://auth0.com/oauth/grant-type/password-realm';
const jwks = createRemoteJWKSet(new URL(`${issuer}.well-known/jwks.json`));
const authClient = (client, secret = client.client_secret) => new AuthClient({ domain, clientId: client.client_id, clientSecret: secret });

/** Checks the SDK's error class and the OAuth error inside. */
const refusal = (type, status, error, description) => (thrown) => {
  assert.ok(thrown instanceof type, `${thrown?.name} is a ${type.name}`);
  assert.equal(thrown.cause?.error, error);
  if (description) assert.equal(thrown.cause.error_description, description);
  assert.equal(thrown.statusCode, status);
  return true;
};

describe('client_credentials', () => {
  let api, machine;
  before(async () => {
    api = await createApi();
    machine = await createClient({ app_type: 'non_interactive' });
    await management.clientGrants.create({ client_id: machine.client_id, audience: api.identifier, scope: ['read:photos'] });
  });

  test('gets a token that the key set verifies', async () => {
    const tokens = await authClient(machine).getTokenByClientCredentials({ audience: api.identifier });
    const { payload, protectedHeader } = await jwtVerify(tokens.accessToken, jwks, { issuer, audience: api.identifier });
    assert.equal(protectedHeader.alg, 'RS256');
    assert.equal(payload.sub, `${machine.client_id}@clients`);
    assert.equal(payload.gty, 'client-credentials');
    assert.equal(payload.scope, 'read:photos');
    assert.equal(payload.exp - payload.iat, 86400);
  });

  test('fails with a wrong secret', async () => {
    await assert.rejects(
      authClient(machine, 'wrong').getTokenByClientCredentials({ audience: api.identifier }),
      refusal(TokenByClientCredentialsError, 401, 'access_denied', 'Unauthorized'),
    );
  });

  test('fails for an unknown API', async () => {
    await assert.rejects(
      authClient(machine).getTokenByClientCredentials({ audience: 'https://nowhere.example.com' }),
      refusal(TokenByClientCredentialsError, 403, 'access_denied', 'Service not found: https://nowhere.example.com'),
    );
  });

  test('fails without a client grant', async () => {
    const other = await createApi();
    await assert.rejects(
      authClient(machine).getTokenByClientCredentials({ audience: other.identifier }),
      refusal(TokenByClientCredentialsError, 403, 'access_denied'),
    );
  });

  test('is not for a single-page application', async () => {
    const spa = await createClient({ app_type: 'spa', token_endpoint_auth_method: 'none' });
    await assert.rejects(
      authClient(spa).getTokenByClientCredentials({ audience: api.identifier }),
      refusal(TokenByClientCredentialsError, 403, 'unauthorized_client'),
    );
  });
});

describe('password', () => {
  let client, user;
  before(async () => {
    await management.tenants.settings.update({ default_directory: dev.connection });
    client = await createClient({ app_type: 'regular_web', grant_types: ['password', realm, 'refresh_token'] });
    user = await createUser({ given_name: 'Marcus' });
  });
  const login = (options) =>
    authClient(client).getTokenByPassword({ username: user.email, password: user.password, scope: 'openid profile email offline_access', ...options });

  test('gets an ID token, user info and a refresh token', async () => {
    const tokens = await login();
    const claims = decodeJwt(tokens.idToken);
    assert.equal(claims.iss, issuer);
    assert.equal(claims.aud, client.client_id);
    assert.equal(claims.sub, user.user_id);
    assert.equal(claims.email, user.email);
    assert.equal(tokens.claims.sub, user.user_id);

    const info = await authClient(client).getUserInfo({ accessToken: tokens.accessToken, expectedSubject: user.user_id });
    assert.equal(info.email, user.email);
    assert.equal(info.given_name, 'Marcus');

    const refreshed = await authClient(client).getTokenByRefreshToken({ refreshToken: tokens.refreshToken });
    assert.equal(decodeJwt(refreshed.idToken).sub, user.user_id);
  });

  test('takes a realm', async () => {
    assert.ok((await login({ realm: dev.connection })).accessToken);
  });

  test('gets a token for an API', async () => {
    const api = await createApi();
    const tokens = await login({ audience: api.identifier, scope: 'openid read:photos' });
    const { payload } = await jwtVerify(tokens.accessToken, jwks, { issuer, audience: api.identifier });
    assert.equal(payload.sub, user.user_id);
    assert.deepEqual(payload.aud, [api.identifier, `${issuer}userinfo`]);
    assert.match(payload.scope, /\bread:photos\b/);
  });

  test('fails with a wrong password', async () => {
    await assert.rejects(login({ password: 'wrong' }), refusal(TokenByPasswordError, 403, 'invalid_grant', 'Wrong email or password.'));
  });

  test('fails where the grant is not allowed', async () => {
    const web = await createClient({ app_type: 'regular_web' });
    await assert.rejects(
      authClient(web).getTokenByPassword({ username: user.email, password: user.password }),
      refusal(TokenByPasswordError, 403, 'unauthorized_client', "Grant type 'password' not allowed for the client."),
    );
  });

  test('a revoked refresh token is dead', async () => {
    const { refreshToken } = await login();
    await authClient(client).revokeToken({ token: refreshToken });
    await assert.rejects(
      authClient(client).getTokenByRefreshToken({ refreshToken }),
      refusal(TokenByRefreshTokenError, 403, 'invalid_grant', 'Unknown or invalid refresh token.'),
    );
    // RFC 7009 §2.2: a token that is unknown counts as revoked.
    await authClient(client).revokeToken({ token: refreshToken });
  });

  test('a refresh token is its own client\'s', async () => {
    const { refreshToken } = await login();
    const other = await createClient({ app_type: 'regular_web', grant_types: ['refresh_token'] });
    await assert.rejects(
      authClient(other).getTokenByRefreshToken({ refreshToken }),
      refusal(TokenByRefreshTokenError, 403, 'invalid_grant', 'Unknown or invalid refresh token.'),
    );
  });

  test('rotation: each token works once, and a second use ends the family', async () => {
    const rotating = await createClient({
      app_type: 'regular_web',
      grant_types: ['password', 'refresh_token'],
      refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 0 },
    });
    const first = await authClient(rotating).getTokenByPassword({ username: user.email, password: user.password, scope: 'openid offline_access' });
    const second = await authClient(rotating).getTokenByRefreshToken({ refreshToken: first.refreshToken });
    assert.notEqual(second.refreshToken, first.refreshToken);
    for (const { refreshToken } of [first, second]) {
      await assert.rejects(
        authClient(rotating).getTokenByRefreshToken({ refreshToken }),
        refusal(TokenByRefreshTokenError, 403, 'invalid_grant', 'Unknown or invalid refresh token.'),
      );
    }
  });
});

describe('userinfo', () => {
  test('refuses a made-up token', async () => {
    const client = await createClient();
    await assert.rejects(authClient(client).getUserInfo({ accessToken: 'made-up' }), (thrown) => {
      assert.ok(thrown instanceof UserInfoError);
      assert.equal(thrown.statusCode, 401);
      return true;
    });
  });
});
