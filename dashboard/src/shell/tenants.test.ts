import { beforeEach, expect, it } from 'vitest';
import { addressOf, forget, known, remember } from './tenants';

beforeEach(() => localStorage.clear());

it('goes to domains, and nowhere else', () => {
  expect(addressOf('Login.Example.com')).toBe('https://login.example.com/dashboard');
  expect(addressOf('localhost:8443')).toBe('https://localhost:8443/dashboard');
  for (const bad of ['', 'a b', 'https://a.example', 'a.example/x', 'user@a.example', 'javascript:1', 'a..b'])
    expect(addressOf(bad)).toBeNull();
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
