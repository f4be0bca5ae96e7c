import { expect, it } from 'vitest';
import { hours, lifetimeProblem } from './model';

it('says hours as people do', () => {
  expect(hours(1)).toBe('1 hour');
  expect(hours(36)).toBe('36 hours');
  expect(hours(72)).toBe('3 days');
  expect(hours(Number.NaN)).toBe('');
});

it('refuses sessions that end before they can be idle', () => {
  expect(lifetimeProblem(168, 72)).toBeNull();
  expect(lifetimeProblem(24, 72)).toMatch(/idle/);
  expect(lifetimeProblem(0, 0)).toMatch(/hour/);
  expect(lifetimeProblem(9_000, 1)).toMatch(/year/);
});
