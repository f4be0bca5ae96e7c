import { expect, it } from 'vitest';
import { toQuery } from './search';

it.each([
  ['', ''],
  ['  ', ''],
  ['email:"a@b.example"', 'email:"a@b.example"'],
  ['logins_count:[5 TO *] AND blocked:true', 'logins_count:[5 TO *] AND blocked:true'],
  ['ann', '(email:ann* OR name:ann* OR username:ann* OR user_id:"ann")'],
])('%s', (text, expected) => {
  expect(toQuery(text)).toBe(expected);
});

it('lets nothing that was typed mean something', () => {
  expect(toQuery('a*(b')).toContain('email:a\\*\\(b*');
  expect(toQuery('auth0|123')).toContain('user_id:"auth0|123"');
  expect(toQuery('say"x')).toContain('user_id:"say\\"x"');
});
