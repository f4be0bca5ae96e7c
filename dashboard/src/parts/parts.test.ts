import { describe, expect, it } from 'vitest';
import { step } from './Choices';
import { changes, inverse, same, unset } from './draft';
import { lines } from './Form';
import { fieldsOf } from './fields';
import { LANGUAGES, snippet } from './snippets';

describe('drafts', () => {
  it('sends what was changed and nothing else', () => {
    const from = { name: 'a', list: ['x'], nested: { a: 1, b: 2 }, gone: 'text' };
    expect(changes(from, { ...from })).toEqual({});
    expect(changes(from, { ...from, list: ['x'], nested: { b: 2, a: 1 } })).toEqual({});
    expect(changes(from, { ...from, list: ['x', 'y'] })).toEqual({ list: ['x', 'y'] });
    expect(changes(from, { ...from, gone: undefined } as never)).toEqual({ gone: null });
  });

  it('are taken back by what was there before', () => {
    const stored = { name: 'a', logo: undefined, kept: 1 };
    const shown = { name: 'a', logo: '', kept: 1 };
    expect(inverse({ name: 'b', logo: 'x' }, stored, shown)).toEqual({ name: 'a', logo: '' });
    expect(inverse({ gone: 1 }, {}, {})).toEqual({ gone: null });
  });

  it('tells a list from an object, and nothing from null', () => {
    expect(same([], {})).toBe(false);
    expect(same(null, undefined)).toBe(false);
    expect(same([1, { a: 2 }], [1, { a: 2 }])).toBe(true);
  });
});

it('binds each control to its member', () => {
  const written: unknown[] = [];
  const value = { name: 'a', url: 'b', age: 1, on: false };
  const { text, trimmed, number, flag } = fieldsOf<typeof value>({
    value,
    set: (name, next) => written.push([name, next]),
  });
  expect([text('name').value, number('age').value, flag('on').checked]).toEqual(['a', 1, false]);
  text('name').onChange({ currentTarget: { value: ' x ' } });
  trimmed('url').onChange({ currentTarget: { value: ' x ' } });
  number('age').onChange('7');
  flag('on').onChange({ currentTarget: { checked: true } });
  expect(written).toEqual([
    ['name', ' x '],
    ['url', 'x'],
    ['age', 7],
    ['on', true],
  ]);
});

it('unsets what was emptied', () => {
  expect(unset({ name: '', nickname: 'a', on: false })).toEqual({ name: null, nickname: 'a', on: false });
});

it('goes round with arrows, and nowhere with other keys', () => {
  expect([step('ArrowRight', 3, 4), step('ArrowUp', 0, 4), step('ArrowDown', 1, 4)]).toEqual([0, 3, 2]);
  expect(step('Enter', 0, 4)).toBeNull();
});

it('takes lines without what is around them', () => {
  expect(lines('  a \n\n b\n')).toEqual(['a', 'b']);
});

describe('requests in other languages', () => {
  const nasty = { name: `O'Brien "quoted" \\ $HOME \`id\``, on: true, none: null, list: [1] };
  it.each(LANGUAGES)('%s names the address, the method and the token', (language) => {
    const text = snippet(language, { method: 'PATCH', path: '/clients/abc', body: nasty }, 'login.example');
    expect(text).toContain('https://login.example/api/v2/clients/abc');
    expect(text).toMatch(/PATCH|Patch/);
    expect(text).toContain('TOKEN');
    expect(text).toContain('Brien');
  });

  it('lets no quote end a text of the shell', () => {
    const text = snippet('cURL', { method: 'POST', path: '/x', body: { a: "'; rm -rf /" } }, 'd');
    expect(text).toContain(`'\\''; rm -rf /`);
  });

  it('writes Python’s words', () => {
    const text = snippet('Python', { method: 'POST', path: '/x', body: nasty }, 'd');
    expect(text).toContain('"on": True');
    expect(text).toContain('"none": None');
  });

  it('sends no body where there is none', () => {
    for (const language of LANGUAGES) {
      expect(snippet(language, { method: 'GET', path: '/x' }, 'd')).not.toMatch(
        /undefined|application\/json/,
      );
    }
  });
});
