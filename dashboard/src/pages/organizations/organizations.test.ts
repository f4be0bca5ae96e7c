import { expect, it } from 'vitest';
import { nameProblem } from './queries';

it.each([
  ['', true],
  ['acme', true],
  ['acme-2_x', true],
  ['Acme', false],
  ['-acme', false],
  ['a b', false],
  ['x'.repeat(51), false],
])('%s', (name, isGood) => {
  expect(nameProblem(name) === null).toBe(isGood);
});
