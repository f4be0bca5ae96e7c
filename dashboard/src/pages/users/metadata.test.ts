import { expect, it } from 'vitest';
import { browser } from './Access';
import { inverseOf, metadataPatch, parseObject } from './metadata';

it('sends null for what was taken out', () => {
  expect(metadataPatch({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: null, b: 3, c: 4 });
});

it('takes back what was sent, and nothing else', () => {
  const user = { user_metadata: { a: 1, b: 2 }, app_metadata: { plan: 'gold' } };
  const sent = { user_metadata: metadataPatch(user.user_metadata, { b: 3, c: 4 }) };
  expect(inverseOf(user, sent)).toEqual({ user_metadata: { a: 1, b: 2, c: null } });
  expect(inverseOf({}, { app_metadata: { plan: 'free' } })).toEqual({ app_metadata: { plan: null } });
});

it.each([['[]'], ['null'], ['1'], ['{'], ['']])('refuses %s', (text) => {
  expect(parseObject(text)).toMatchObject({ value: null, problem: expect.any(String) });
});

it('reads an object', () => {
  expect(parseObject('{"a":{"b":1}}')).toEqual({ value: { a: { b: 1 } }, problem: null });
});

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36', 'Chrome on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604',
    'Safari on iOS',
  ],
  ['curl/8.5', 'curl'],
  [null, 'Unknown device'],
])('%s', (agent, expected) => {
  expect(browser(agent)).toBe(expected);
});
