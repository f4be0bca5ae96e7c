// What the log adds up to beyond the daily statistics: failures by day, tokens by the type of their application.
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { type Client, type LogEntry, LogPage } from '~/api/shapes';
import type { Point } from '~/parts/Bars';
import { typeOf } from '../applications/model';
import { REACH } from './reach';

export const DAYS = 30;
const DAY_MS = 86_400_000;

export const Day = z.looseObject({
  date: z.string(),
  logins: z.number().catch(0),
  signups: z.number().catch(0),
  leaked_passwords: z.number().catch(0),
});
export type Day = z.infer<typeof Day>;

/** The last days in UTC, as 2026-01-31, oldest first. */
export function lastDays(today: Date, count = DAYS): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(today.getTime() - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** The last days, those without anything too, oldest first. */
export function filled(days: readonly Day[], today: Date, member: 'logins' | 'signups'): Point[] {
  const known = new Map(days.map((day) => [day.date.slice(0, 10), day[member]]));
  return lastDays(today).map((label) => ({ label, value: known.get(label) ?? 0 }));
}

export const FAILED = 'type:f*';
const TOKENS = ['seacft', 'seccft', 'sertft', 'sepft', 'sede', 'secte', 'seotpft', 'seoobft', 'sercft'];
export const USED = ['s', ...TOKENS].map((type) => `type:${type}`).join(' OR ');

/** A page of entries of the last days. */
function find(q: string, range: string, page: number, size: number) {
  const query = {
    q: `(${q}) AND date:${range}`,
    page,
    per_page: size,
    include_totals: true,
    sort: 'date:-1',
  };
  return ask(LogPage, api.GET('/logs', { params: { query } }));
}

/** So many requests are under way at once. */
const AT_ONCE = 4;

/** How many entries there are of each day. */
export async function countedByDay(q: string, days: readonly string[]): Promise<Point[]> {
  const points: Point[] = [];
  for (let start = 0; start < days.length; start += AT_ONCE) {
    const some = days.slice(start, start + AT_ONCE).map(async (label) => {
      const { total } = await find(q, `[${label}T00:00:00.000Z TO ${label}T23:59:59.999Z]`, 0, 1);
      return { label, value: total };
    });
    points.push(...(await Promise.all(some)));
  }
  return points;
}

/** The newest entries of the last days, as many as can be paged through, and how many there are. */
export async function newest(
  q: string,
  days: readonly string[],
): Promise<{ entries: LogEntry[]; total: number }> {
  const entries: LogEntry[] = [];
  const size = 100;
  for (let page = 0; ; page += 1) {
    const answer = await find(q, `[${days[0]}T00:00:00.000Z TO *]`, page, size);
    entries.push(...answer.logs);
    const isAll = answer.logs.length < size || entries.length >= Math.min(answer.total, REACH);
    if (isAll) return { entries, total: answer.total };
  }
}

/** What an application did. */
export interface Use {
  id: string;
  name: string;
  tokens: number;
  logins: number;
}

/** Who logged people in and got tokens, those first who did most. */
export function usesOf(entries: readonly LogEntry[]): Use[] {
  const uses = new Map<string, Use>();
  for (const entry of entries) {
    const id = entry.client_id;
    if (!id) continue;
    const use = uses.get(id) ?? { id, name: entry.client_name || id, tokens: 0, logins: 0 };
    if (entry.type === 's') use.logins += 1;
    else use.tokens += 1;
    uses.set(id, use);
  }
  return [...uses.values()].sort((a, b) => b.tokens + b.logins - (a.tokens + a.logins));
}

/** Tokens by the type of the application that got them, the most first. */
export function tokensByType(uses: readonly Use[], clients: readonly Client[]): Point[] {
  const types = new Map(clients.map((client) => [client.client_id, typeOf(client).label]));
  const sums = new Map<string, number>();
  for (const { id, tokens } of uses) {
    if (tokens === 0) continue;
    const type = types.get(id) ?? 'Deleted since';
    sums.set(type, (sums.get(type) ?? 0) + tokens);
  }
  return [...sums].map(([label, value]) => ({ label, value })).sort((a, b) => b.value - a.value);
}
