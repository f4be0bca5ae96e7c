import { describe, expect, it } from 'vitest';
import { next, type Place, queryAt, START, STEP } from './walk';

interface Person {
  user_id: string;
  created_at: string;
}

/** A server that shows the first thousand of what is asked for, as the API does. */
function answer(all: readonly Person[], { page, after }: Place) {
  const fits = ({ user_id, created_at }: Person) => {
    if (!after) return true;
    if (after.user_id) return created_at === after.created_at && user_id < after.user_id;
    return created_at < after.created_at;
  };
  const found = all.filter(fits);
  const [from, to] = [page * STEP, (page + 1) * STEP];
  if (to > 1_000) throw new Error('beyond what the API shows');
  return { users: found.slice(from, to), total: found.length };
}

function walk(all: Person[]): Person[] {
  all.sort((a, b) =>
    a.created_at === b.created_at ? (a.user_id < b.user_id ? 1 : -1) : a.created_at < b.created_at ? 1 : -1,
  );
  const seen: Person[] = [];
  for (let place: Place | undefined = START, steps = 0; place; steps += 1) {
    if (steps > 5_000) throw new Error('it never ends');
    const { users, total }: { users: Person[]; total: number } = answer(all, place);
    seen.push(...users);
    place = next(place, users, total);
  }
  return seen;
}

const people = (count: number, moment: (index: number) => number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    user_id: `auth0|${String(index).padStart(6, '0')}`,
    created_at: new Date(1_700_000_000_000 + moment(index)).toISOString(),
  }));

describe('a walk through all users', () => {
  it.each([
    ['none', people(0, () => 0)],
    ['as many as a step', people(STEP, (index) => index)],
    ['as many as the API shows', people(1_000, (index) => index)],
    ['one more', people(1_001, (index) => index)],
    ['many', people(20_000, (index) => index * 1_000)],
    ['many that were made at one moment', people(5_000, () => 7)],
    ['many in batches', people(9_999, (index) => Math.floor(index / 1_700))],
    ['an edge of a thousand between two moments', people(2_000, (index) => Math.floor(index / 1_000))],
  ])('meets each of %s once', (_, all) => {
    const seen = walk([...all]);
    expect(seen.length).toBe(all.length);
    expect(new Set(seen.map((one) => one.user_id)).size).toBe(all.length);
  });
});

it('keeps what was searched for together, and quotes what stands in an id', () => {
  const after = { created_at: '2026-01-01T00:00:00.000Z', user_id: 'auth0|a"b' };
  expect(queryAt('name:a* OR name:b*', { page: 0, after })).toBe(
    '(name:a* OR name:b*) AND created_at:"2026-01-01T00:00:00.000Z" AND user_id:{* TO "auth0|a\\"b"}',
  );
  expect(queryAt('', START)).toBe('');
});
