import { expect, it } from 'vitest';
import { contrast, isColor, remark } from './colors';
import { withPiece } from './screens';

it('measures contrast as WCAG does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#0B5C6B', '#ffffff')).toBeGreaterThan(7);
});

it('warns of colours that hardly show', () => {
  expect(remark('#F2C14E')).toMatch(/light/);
  expect(remark('#0B5C6B')).toBeNull();
  expect(remark('nonsense')).toBeNull();
});

it.each([
  ['#0b5c6b', true],
  ['#abc', false],
  ['red', false],
  ['#0b5c6b;}', false],
])('%s', (text, expected) => {
  expect(isColor(text)).toBe(expected);
});

it('keeps no empty pieces', () => {
  const one = withPiece({}, 'login', 'form-content-start', '<p>x</p>');
  expect(one).toEqual({ login: { 'form-content-start': '<p>x</p>' } });
  const two = withPiece(one, 'other', 'form-content-end', 'y');
  expect(withPiece(two, 'login', 'form-content-start', ' ')).toEqual({ other: { 'form-content-end': 'y' } });
  expect(withPiece(one, 'login', 'form-content-start', '')).toEqual({});
});
