import { afterEach, expect, it, vi } from 'vitest';
import { takeTokensFrom } from '~/api/client';
import { Client, LogEntry } from '~/api/shapes';
import { countedByDay, filled, lastDays, newest, tokensByType, usesOf } from './activity';

const TODAY = new Date('2026-03-01T12:00:00Z');

afterEach(() => vi.unstubAllGlobals());

const entry = (type: string, client: string | null, name = '') =>
  LogEntry.parse({
    log_id: `${type}${client}`,
    date: '2026-02-28T00:00:00Z',
    type,
    client_id: client,
    client_name: name,
  });

/** A log that says of each query how many entries it finds. */
function log(total: (q: string) => number) {
  const asked: URL[] = [];
  takeTokensFrom(async () => 'a.b.c');
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url, 'https://a.example');
    asked.push(url);
    const [page = 0, size = 0] = ['page', 'per_page'].map((name) => Number(url.searchParams.get(name)));
    const found = total(url.searchParams.get('q') ?? '');
    const here = Math.max(0, Math.min(size, found - page * size));
    const logs = Array.from({ length: here }, (_, index) => ({
      log_id: `${page}-${index}`,
      date: '2026-02-28T00:00:00Z',
      type: 's',
    }));
    return Response.json({ start: page * size, limit: size, total: found, length: here, logs });
  });
  return asked;
}

it('has every day, those without anything too', () => {
  const points = filled(
    [{ date: '2026-02-28', logins: 3, signups: 1, leaked_passwords: 0 }],
    TODAY,
    'logins',
  );
  expect(points).toHaveLength(30);
  expect(points.at(-1)).toEqual({ label: '2026-03-01', value: 0 });
  expect(points.at(-2)).toEqual({ label: '2026-02-28', value: 3 });
  expect(points[0]?.label).toBe('2026-01-31');
});

it('counts each day by itself, in order', async () => {
  const asked = log((q) => Number(/\[2026-\d\d-(\d\d)T/.exec(q)?.[1] ?? -1));
  const points = await countedByDay('type:f*', lastDays(TODAY, 6));
  expect(points.map((point) => point.value)).toEqual([24, 25, 26, 27, 28, 1]);
  expect(asked).toHaveLength(6);
  expect(asked[0]?.searchParams.get('q')).toBe(
    '(type:f*) AND date:[2026-02-24T00:00:00.000Z TO 2026-02-24T23:59:59.999Z]',
  );
});

it('reads the newest, as far as pages reach', async () => {
  let asked = log(() => 250);
  expect((await newest('type:s', lastDays(TODAY))).entries).toHaveLength(250);
  expect(asked).toHaveLength(3);
  asked = log(() => 5_000);
  const { entries, total } = await newest('type:s', lastDays(TODAY));
  expect([entries.length, total, asked.length]).toEqual([1_000, 5_000, 10]);
  asked = log(() => 0);
  expect(await newest('type:s', lastDays(TODAY))).toEqual({ entries: [], total: 0 });
});

it('tells who did how much, and of which type they are', () => {
  const uses = usesOf([
    entry('seacft', 'a', 'App'),
    entry('s', 'a', 'App'),
    entry('seccft', 'm', 'Machine'),
    entry('seccft', 'm', 'Machine'),
    entry('sertft', 'gone'),
    entry('s', null),
    entry('s', 'm2', 'Only people'),
  ]);
  expect(uses.map(({ id, tokens, logins }) => [id, tokens, logins])).toEqual([
    ['a', 1, 1],
    ['m', 2, 0],
    ['gone', 1, 0],
    ['m2', 0, 1],
  ]);
  const clients = [
    { client_id: 'a', name: 'App', app_type: 'spa' },
    { client_id: 'm', name: 'Machine', app_type: 'non_interactive' },
  ].map((client) => Client.parse(client));
  expect(tokensByType(uses, clients)).toEqual([
    { label: 'Machine to machine', value: 2 },
    { label: 'Single page', value: 1 },
    { label: 'Deleted since', value: 1 },
  ]);
});
