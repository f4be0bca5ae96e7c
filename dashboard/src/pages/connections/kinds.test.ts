import { describe, expect, it } from 'vitest';
import { KINDS, optionsOf, problemOf, tryAt, typedOf } from './kinds';

describe('each kind', () => {
  it.each(Object.entries(KINDS))('%s says what it lacks, and keeps what it doesn’t show', (_, kind) => {
    expect(problemOf(kind, {})).toMatch(/^It needs: /);
    const typed = Object.fromEntries(
      kind.fields.map(({ name, url }) => [name, url ? 'https://a.example/' : 'a']),
    );
    expect(problemOf(kind, typed)).toBeNull();
    const options = optionsOf(kind, typed, { set_user_root_attributes: 'on_first_login' });
    expect(options.set_user_root_attributes).toBe('on_first_login');
    expect(typedOf(kind, options)).toEqual(typed);
  });
});

it('takes no address without TLS', () => {
  const { oidc } = KINDS;
  if (!oidc) throw new Error('there is no oidc');
  expect(problemOf(oidc, { discovery_url: 'http://a.example/', client_id: 'a' })).toMatch(/https/);
});

it('sends the token through the browser only where there is no secret', () => {
  const { oidc } = KINDS;
  if (!oidc) throw new Error('there is no oidc');
  const typed = { discovery_url: 'https://a.example/', client_id: 'a' };
  expect(optionsOf(oidc, typed, {}).type).toBe('front_channel');
  expect(optionsOf(oidc, { ...typed, client_secret: 's' }, { type: 'front_channel' }).type).toBe(
    'back_channel',
  );
});

it('writes whatever is in a name into one parameter', () => {
  const url = new URL(
    tryAt('d.example', { client_id: 'c', callback: 'https://a.example/?b=c&d' }, 'a&prompt=none', 'x'),
  );
  expect(url.searchParams.get('connection')).toBe('a&prompt=none');
  expect(url.searchParams.get('prompt')).toBe('login');
  expect(url.searchParams.get('redirect_uri')).toBe('https://a.example/?b=c&d');
});
