import { expect, it } from 'vitest';
import { Key, stateOf, tooSoon } from './model';

it('knows where in its life a key is', () => {
  const key = (more: object) => Key.parse({ kid: 'a', cert: '', fingerprint: '', ...more });
  expect(stateOf(key({ next: true, current: false }))).toBe('next');
  expect(stateOf(key({ current: true }))).toBe('current');
  expect(stateOf(key({ previous: true }))).toBe('previous');
  expect(stateOf(key({ previous: true, revoked: true }))).toBe('revoked');
});

it('warns whoever rotates twice within an hour', () => {
  const current = Key.parse({ kid: 'a', current: true, current_since: '2026-01-01T12:00:00.000Z' });
  expect(tooSoon(current, new Date('2026-01-01T12:30:00Z'))).toMatch(/less than an hour/);
  expect(tooSoon(current, new Date('2026-01-01T13:30:00Z'))).toBeNull();
});
