import { beforeEach, expect, it } from 'vitest';
import { addressOf, forget, known, remember } from './tenants';

beforeEach(() => localStorage.clear());

it('goes to domains, and nowhere else', () => {
  expect(addressOf('Login.Example.com')).toBe('https://login.example.com/dashboard');
  expect(addressOf('localhost:8443')).toBe('https://localhost:8443/dashboard');
  // One label is a host of an intranet, whatever else the word may mean elsewhere: it is still reached over TLS.
  expect(addressOf('javascript:1')).toBe('https://javascript:1/dashboard');
  const bad = [
    '',
    'a b',
    'https://a.example',
    'a.example/x',
    'user@a.example',
    'javascript:alert(1)',
    'a..b',
  ];
  for (const domain of [...bad, 'a.example:0', 'a.example:65536', 'a.example:', '//a.example', '-a.example'])
    expect(addressOf(domain), domain).toBeNull();
});

it('remembers where somebody went, the last first, and not where they are', () => {
  remember('own.example', 'a.example');
  remember('own.example', 'b.example');
  remember('own.example', 'a.example');
  expect(known('own.example')).toEqual(['a.example', 'b.example']);
  expect(known('a.example')).toEqual(['b.example']);
  expect(forget('own.example', 'a.example')).toEqual(['b.example']);
});

it('takes nothing from a list that somebody spoiled', () => {
  localStorage.setItem('ostia-tenants', '["ok.example", "javascript:alert(1)", 7]');
  expect(known('own.example')).toEqual(['ok.example']);
  localStorage.setItem('ostia-tenants', '{');
  expect(known('own.example')).toEqual([]);
});
