import { expect, it } from 'vitest';
import { browser } from './Access';
import { metadataPatch, parseObject } from './metadata';

it('sends null for what was taken out', () => {
  expect(metadataPatch({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: null, b: 3, c: 4 });
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
