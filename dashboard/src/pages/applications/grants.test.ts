import { describe, expect, it } from 'vitest';
import { Client } from '~/api/shapes';
import { explanation, signature, verdicts } from './grants';
import { authenticationOf, initial, isPublic, matches, ownershipOf } from './model';

const client = (members: Record<string, unknown> = {}): Client =>
  Client.parse({
    client_id: 'abc',
    name: 'App',
    app_type: 'regular_web',
    is_first_party: true,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'client_credentials', 'password', 'implicit', 'refresh_token'],
    ...members,
  });

const allowed = (one: Client) =>
  verdicts(one)
    .filter((verdict) => verdict.allowed)
    .map((verdict) => verdict.grant);

describe('axis 1', () => {
  it.each([
    [{ token_endpoint_auth_method: 'none' }, 'none'],
    [{ token_endpoint_auth_method: undefined }, 'secret'],
    [{ token_endpoint_auth_method: 'client_secret_basic' }, 'secret'],
    [{ client_authentication_methods: { private_key_jwt: { credentials: [] } } }, 'private_key_jwt'],
    [{ client_authentication_methods: { tls_client_auth: {} } }, 'mutual_tls'],
    [{ client_authentication_methods: {}, token_endpoint_auth_method: 'none' }, 'none'],
  ])('%j', (members, expected) => {
    expect(authenticationOf(client(members))).toBe(expected);
  });
});

describe('axis 2', () => {
  it.each([
    [{}, 'first'],
    [{ is_first_party: false }, 'strict'],
    [{ is_first_party: false, third_party_security_mode: 'strict' }, 'strict'],
    [{ is_first_party: false, third_party_security_mode: 'permissive' }, 'permissive'],
  ])('%j', (members, expected) => {
    expect(ownershipOf(client(members))).toBe(expected);
  });
});

describe('what it may do', () => {
  it('lets a confidential application of one’s own do what is switched on', () => {
    expect(allowed(client())).toEqual([
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'implicit',
      'password',
    ]);
  });

  it('keeps client credentials from public ones, and says why', () => {
    const spa = client({ token_endpoint_auth_method: 'none' });
    expect(allowed(spa)).not.toContain('client_credentials');
    const verdict = verdicts(spa).find((one) => one.grant === 'client_credentials');
    expect(verdict?.reason).toMatch(/can’t prove who it is/);
  });

  it('leaves strict third parties the code flow, refresh and client credentials', () => {
    const strict = client({ is_first_party: false });
    expect(allowed(strict)).toEqual(['authorization_code', 'refresh_token', 'client_credentials']);
  });

  it('keeps passwords from permissive third parties, too', () => {
    const permissive = client({ is_first_party: false, third_party_security_mode: 'permissive' });
    expect(allowed(permissive)).toContain('implicit');
    expect(allowed(permissive)).not.toContain('password');
  });

  it('names the setting where a grant is only switched off', () => {
    const verdict = verdicts(client({ grant_types: [] })).find((one) => one.grant === 'implicit');
    expect(verdict).toMatchObject({ allowed: false, reason: expect.stringContaining('Settings') });
  });

  it('warns of tokens that work for ever where they can be read', () => {
    const spa = client({
      token_endpoint_auth_method: 'none',
      refresh_token: { rotation_type: 'non-rotating' },
    });
    expect(verdicts(spa).find((one) => one.grant === 'refresh_token')?.reason).toMatch(/Turn rotation on/);
  });
});

describe('what signs its ID tokens', () => {
  it.each([
    [{ jwt_configuration: { alg: 'HS256' } }, 'HS256', false],
    [{}, 'HS256', false],
    [{ jwt_configuration: { alg: 'HS256' }, token_endpoint_auth_method: 'none' }, 'RS256', true],
    [{ jwt_configuration: { alg: 'HS256' }, is_first_party: false }, 'RS256', true],
    [{ jwt_configuration: { alg: 'PS256' }, token_endpoint_auth_method: 'none' }, 'PS256', false],
  ])('%j', (members, algorithm, warns) => {
    const signed = signature(client(members));
    expect(signed.algorithm).toBe(algorithm);
    expect(signed.note !== null).toBe(warns);
  });
});

describe('a new application', () => {
  it.each([
    ['native', true, ['authorization_code', 'refresh_token']],
    ['spa', true, ['authorization_code', 'refresh_token']],
    ['regular_web', false, ['authorization_code', 'refresh_token']],
    ['non_interactive', false, ['client_credentials']],
  ] as const)('of type %s', (type, isPublicType, grants) => {
    const body = initial(type, 'Mine', false);
    expect(isPublic(client(body))).toBe(isPublicType);
    expect(body.grant_types).toEqual(grants);
    expect('refresh_token' in body).toBe(isPublicType);
    expect('is_first_party' in body).toBe(false);
    expect(initial(type, 'Theirs', true).is_first_party).toBe(false);
  });
});

it('explains both axes', () => {
  expect(explanation(client())).toMatch(/confidential.*yours/s);
  expect(explanation(client({ token_endpoint_auth_method: 'none', is_first_party: false }))).toMatch(
    /public.*third party, strict/s,
  );
});

describe('filters', () => {
  it.each([
    [{}, true],
    [{ search: ' APP ' }, true],
    [{ search: 'abc' }, true],
    [{ search: 'other' }, false],
    [{ type: 'spa' }, false],
    [{ type: 'regular_web' }, true],
    [{ type: 'none' }, false],
    [{ owner: 'third' }, false],
    [{ owner: 'first', grant: 'password' }, true],
    [{ grant: 'urn:ietf:params:oauth:grant-type:device_code' }, false],
  ] as const)('%j', (filter, expected) => {
    expect(matches(client(), filter)).toBe(expected);
  });
});
