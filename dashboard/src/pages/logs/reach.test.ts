import { expect, it } from 'vitest';
import { before, FIRST, placeOf, reachable } from './reach';

it('knows in which thousand a page is', () => {
  expect(placeOf(0, 25)).toEqual({ thousand: 0, within: 0 });
  expect(placeOf(39, 25)).toEqual({ thousand: 0, within: 39 });
  expect(placeOf(40, 25)).toEqual({ thousand: 1, within: 0 });
  expect(placeOf(95, 25)).toEqual({ thousand: 2, within: 15 });
});

it('asks for what is older without widening the query', () => {
  expect(before('type:f OR type:fp', undefined)).toBe('type:f OR type:fp');
  expect(before('', '902024')).toBe('log_id:{* TO "902024"}');
  expect(before('type:f OR type:fp', '902024')).toBe('(type:f OR type:fp) AND log_id:{* TO "902024"}');
});

it('begins at the beginning where it isn’t said what was gone past', () => {
  expect(reachable({ page: 39, passed: [] }, 25)).toEqual({ page: 39, passed: [] });
  expect(reachable({ page: 40, passed: [] }, 25)).toBe(FIRST);
  expect(reachable({ page: 40, passed: ['a'] }, 25)).toEqual({ page: 40, passed: ['a'] });
});
