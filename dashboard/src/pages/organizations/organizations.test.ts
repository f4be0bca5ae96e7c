import { expect, it } from 'vitest';
import { bodyOf, lookProblem } from './look';
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

const look = { logo_url: '', primary: '', page_background: '' };

it('sends a look as one member, with both colours', () => {
  expect(bodyOf({ name: 'a' }, look)).toEqual({ name: 'a' });
  expect(bodyOf({ primary: '#112233' }, { ...look, primary: '#112233' })).toEqual({
    branding: { colors: { primary: '#112233', page_background: '#FAF8F5' } },
  });
  expect(bodyOf({ logo_url: null }, look)).toEqual({ branding: { logo_url: null } });
});

it('says what is wrong with a look', () => {
  expect(lookProblem(look, false)).toBeNull();
  expect(lookProblem(look, true)).toMatch(/not taken away/);
  expect(lookProblem({ ...look, primary: 'red' }, false)).toMatch(/six digits/);
  expect(lookProblem({ ...look, logo_url: 'http://a.example/x' }, false)).toMatch(/https/);
});
