// auth0/legacy: the AuthenticationClient that most servers still run.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { AuthApiError, AuthenticationClient, UserInfoClient } from 'auth0/legacy';

import { createApi, createClient, createUser, dev, domain, management } from '../../harness/tenant.mjs';

const realm = 'http://auth0.com/oauth/grant-type/password-realm';

/** Checks the SDK's error class, status and wording. */
const refusal = (status, error, description) => (thrown) => {
  assert.ok(thrown instanceof AuthApiError, `${thrown?.name}: ${thrown?.message}`);
  assert.equal(thrown.error, error);
  assert.equal(thrown.error_description, description);
  assert.equal(thrown.statusCode, status);
  return true;
};

describe('AuthenticationClient', () => {
  let client, user, authentication;
  before(async () => {
    await management.tenants.settings.update({ default_directory: dev.connection });
    client = await createClient({ app_type: 'regular_web', grant_types: ['client_credentials', 'password', realm, 'refresh_token', 'authorization_code'] });
    user = await createUser();
    authentication = new AuthenticationClient({ domain, clientId: client.client_id, clientSecret: client.client_secret });
  });

  test('client_credentials', async () => {
    const api = await createApi();
    await management.clientGrants.create({ client_id: client.client_id, audience: api.identifier, scope: ['print:photos'] });
    const { data } = await authentication.oauth.clientCredentialsGrant({ audience: api.identifier });
    assert.equal(data.token_type, 'Bearer');
    assert.equal(data.expires_in, 86400);
    assert.equal(data.scope, 'print:photos');
  });

  test('password, realm, refresh, revoke', async () => {
    // The SDK verifies the ID token against the key set, issuer and audience by itself.
    const credentials = { username: user.email, password: user.password, scope: 'openid offline_access email' };
    const { data } = await authentication.oauth.passwordGrant(credentials);
    assert.ok(data.id_token);
    assert.ok((await authentication.oauth.passwordGrant({ ...credentials, realm: dev.connection })).data.id_token);

    const refreshed = await authentication.oauth.refreshTokenGrant({ refresh_token: data.refresh_token });
    assert.ok(refreshed.data.access_token);

    const { data: profile } = await new UserInfoClient({ domain }).getUserInfo(refreshed.data.access_token);
    assert.equal(profile.sub, user.user_id);
    assert.equal(profile.email, user.email);

    const { status } = await authentication.oauth.revokeRefreshToken({ token: data.refresh_token });
    assert.equal(status, 200);
    await assert.rejects(
      authentication.oauth.refreshTokenGrant({ refresh_token: data.refresh_token }),
      refusal(403, 'invalid_grant', 'Unknown or invalid refresh token.'),
    );
  });

  test('an HS256 ID token verifies with the client secret', async () => {
    await management.clients.update(client.client_id, { jwt_configuration: { alg: 'HS256' } });
    const symmetric = new AuthenticationClient({ domain, clientId: client.client_id, clientSecret: client.client_secret, idTokenSigningAlg: 'HS256' });
    const { data } = await symmetric.oauth.passwordGrant({ username: user.email, password: user.password, scope: 'openid' });
    assert.equal(JSON.parse(Buffer.from(data.id_token.split('.')[0], 'base64url')).alg, 'HS256');
    await management.clients.update(client.client_id, { jwt_configuration: { alg: 'RS256' } });
  });

  test('errors', async () => {
    await assert.rejects(
      authentication.oauth.passwordGrant({ username: user.email, password: 'wrong' }),
      refusal(403, 'invalid_grant', 'Wrong email or password.'),
    );
    await assert.rejects(
      authentication.oauth.authorizationCodeGrant({ code: 'made-up', redirect_uri: 'https://app.example.com' }),
      refusal(403, 'invalid_grant', 'Invalid authorization code'),
    );
    await assert.rejects(
      new AuthenticationClient({ domain, clientId: client.client_id, clientSecret: 'wrong' }).oauth.passwordGrant({ username: 'a', password: 'b' }),
      refusal(401, 'access_denied', 'Unauthorized'),
    );
    const web = await createClient({ app_type: 'regular_web' });
    await assert.rejects(
      new AuthenticationClient({ domain, clientId: web.client_id, clientSecret: web.client_secret }).oauth.passwordGrant({ username: 'a', password: 'b' }),
      refusal(403, 'unauthorized_client', "Grant type 'password' not allowed for the client."),
    );
  });
});
