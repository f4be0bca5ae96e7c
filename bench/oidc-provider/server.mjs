// The peer for /userinfo: npm oidc-provider with its in-memory store, one user and one access token.
//
//   node server.mjs PORT        prints {"token": "…"} when it listens

import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const clientId = 'bench';
const accountId = 'auth0|0123456789abcdef01234567';

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: clientId, client_secret: 'bench-secret-of-sufficient-length', redirect_uris: ['https://app.example.com/callback'] }],
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'nickname', 'picture', 'updated_at'],
    email: ['email', 'email_verified'],
  },
  ttl: { AccessToken: 86400, Grant: 86400 },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: 'Marcus Tiber',
      given_name: 'Marcus',
      family_name: 'Tiber',
      nickname: 'marcus',
      picture: 'https://s.gravatar.com/avatar/0123456789abcdef0123456789abcdef?s=480&r=pg',
      updated_at: '2026-01-01T00:00:00.000Z',
      email: 'marcus@example.com',
      email_verified: true,
    }),
  }),
});
provider.on('server_error', (_context, error) => console.error(error));

const scope = 'openid profile email';
const grant = new provider.Grant({ accountId, clientId });
grant.addOIDCScope(scope);
const grantId = await grant.save();
const client = await provider.Client.find(clientId);
const token = await new provider.AccessToken({ accountId, client, grantId, scope, claims: {}, gty: 'authorization_code' }).save();

provider.listen(port, '127.0.0.1', () => console.log(JSON.stringify({ token })));
