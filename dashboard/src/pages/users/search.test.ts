import { expect, it } from 'vitest';
import { built, COMPARISONS, condition, FIELDS, isQuery, type Line, toQuery } from './search';

it.each([
  ['', ''],
  ['  ', ''],
  ['email:"a@b.example"', 'email:"a@b.example"'],
  ['logins_count:[5 TO *] AND blocked:true', 'logins_count:[5 TO *] AND blocked:true'],
  ['ann', '(email:ann* OR name:ann* OR username:ann* OR user_id:"ann")'],
])('%s', (text, expected) => {
  expect(toQuery(text)).toBe(expected);
});

it('lets nothing that was typed mean something', () => {
  expect(toQuery('a*(b')).toContain('email:a\\*\\(b*');
  expect(toQuery('auth0|123')).toContain('user_id:"auth0|123"');
  expect(toQuery('say"x')).toContain('user_id:"say\\"x"');
});

const line = (more: Partial<Line>): Line => ({
  field: 'email',
  path: '',
  comparison: 'is',
  value: '',
  ...more,
});
const midnight = (day: string) => `${day}T00:00:00.000Z`;

it.each([
  [{ comparison: 'begins', value: 'ann b*' }, 'email:ann\\ b\\**'],
  [{ value: 'a"b' }, 'email:"a\\"b"'],
  [{ comparison: 'isn’t', value: 'x' }, 'NOT email:"x"'],
  [{ comparison: 'there' }, '_exists_:email'],
  [{ comparison: 'absent' }, 'NOT _exists_:email'],
  [{ field: 'blocked', comparison: 'true' }, 'blocked:true'],
  [{ field: 'logins_count', comparison: 'least', value: '5' }, 'logins_count:[5 TO *]'],
  [{ field: 'logins_count', comparison: 'is', value: '5' }, 'logins_count:5'],
  [
    { field: 'last_login', comparison: 'since', value: '2026-01-31' },
    'last_login:["2026-01-31T00:00:00.000Z" TO *]',
  ],
  [
    { field: 'last_login', comparison: 'before', value: '2026-01-31' },
    'last_login:{* TO "2026-01-31T00:00:00.000Z"}',
  ],
  [{ field: 'app_metadata.', path: 'plan', value: 'gold' }, 'app_metadata.plan:"gold"'],
  [{ field: 'app_metadata.', path: 'a b', value: 'gold' }, null],
  [{ value: ' ' }, null],
])('builds %j', (more, expected) => {
  expect(condition(line(more), midnight)).toBe(expected);
});

it('builds a query from each field in each way, which is taken for one', () => {
  for (const field of FIELDS)
    for (const { value: comparison } of COMPARISONS[field.kind]) {
      const text = condition(line({ field: field.name, path: 'plan', comparison, value: '1' }), midnight);
      expect(isQuery(text ?? ''), `${field.name} ${comparison}`).toBe(true);
    }
});

it('joins lines, and leaves out what is not whole', () => {
  const lines = [line({ value: 'a' }), line({}), line({ field: 'blocked', comparison: 'false' })];
  expect(built(lines, false, midnight)).toBe('email:"a" AND blocked:false');
  expect(built(lines, true, midnight)).toBe('email:"a" OR blocked:false');
  expect(built([], true, midnight)).toBe('');
});
