import { expect, it } from 'vitest';
import { Client } from '~/api/shapes';
import { changeTo, type Key, keysInUse, methodOf, pemProblem } from './keys';

const client = (more: object) => Client.parse({ client_id: 'a', ...more });
const signs = { client_authentication_methods: { private_key_jwt: { credentials: [{ id: 'cred_1' }] } } };
const keys: Key[] = [
  { id: 'cred_1', credential_type: 'public_key' },
  { id: 'cred_2', credential_type: 'x509_cert' },
];

it('knows the way in which an application proves itself', () => {
  expect(methodOf(client({}))).toBe('client_secret_post');
  expect(methodOf(client({ token_endpoint_auth_method: 'none' }))).toBe('none');
  expect(methodOf(client(signs))).toBe('private_key_jwt');
  expect(keysInUse(client(signs))).toEqual(['cred_1']);
  expect(keysInUse(client({}))).toEqual([]);
});

it('changes to keys and back, and never has both', () => {
  expect(changeTo('private_key_jwt', client({ jwt_configuration: { alg: 'RS256' } }), keys)).toEqual({
    token_endpoint_auth_method: null,
    ...signs,
  });
  expect(changeTo('private_key_jwt', client({}), keys)).toMatchObject({
    jwt_configuration: { alg: 'RS256' },
  });
  expect(changeTo('client_secret_basic', client(signs), keys)).toEqual({
    token_endpoint_auth_method: 'client_secret_basic',
    client_authentication_methods: null,
  });
  expect(changeTo('none', client({}), keys)).toEqual({ token_endpoint_auth_method: 'none' });
});

it('takes public keys and no private ones', () => {
  expect(pemProblem('-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n')).toBeNull();
  expect(pemProblem('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----')).toMatch(/never leaves/);
  expect(pemProblem('abc')).toMatch(/begins with/);
  expect(pemProblem('')).toBeNull();
});
