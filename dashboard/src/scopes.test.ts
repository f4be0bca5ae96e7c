import { expect, it } from 'vitest';
import { MANAGEMENT_SCOPES, scopesOf } from './scopes';

const token = (claims: unknown) =>
  `h.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.s`;

it('reads the scopes of a token, without those of OpenID Connect', () => {
  expect([...scopesOf(token({ scope: 'openid read:users update:users' }))]).toEqual([
    'read:users',
    'update:users',
  ]);
  for (const broken of ['', 'a.b.c', token({}), token('text'), token({ scope: 7 })])
    expect(scopesOf(broken).size).toBe(0);
});

it('asks for no more than fits into an address', () => {
  expect(MANAGEMENT_SCOPES.join(' ').length).toBeLessThan(4_000);
  expect(new Set(MANAGEMENT_SCOPES).size).toBe(MANAGEMENT_SCOPES.length);
  // What everybody may do with their own account is no reason to be let in.
  expect(MANAGEMENT_SCOPES.filter((scope) => scope.includes('current_user'))).toEqual([]);
});
