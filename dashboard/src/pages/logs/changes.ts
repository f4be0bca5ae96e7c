// What a call of the Management API changed, as its log entry tells it: what was there before, and what came of it.
import type { LogEntry } from '~/api/shapes';
import { same } from '~/parts/draft';

export interface Member {
  name: string;
  before: string;
  after: string;
}

export interface Change {
  /** What was changed. */
  path: string;
  members: Member[];
}

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a person reads of a value. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

/** Members by name, those of objects as `outer.inner`: so that a line says one thing. */
function flat(value: Members, prefix = ''): Members {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      isObject(member) && Object.keys(member).length > 0
        ? Object.entries(flat(member, `${prefix}${name}.`))
        : [[`${prefix}${name}`, member]],
    ),
  );
}

/** What changes by itself with everything. */
const IDLE = ['updated_at'];

/** What an entry says of a change; null where it is about none, or nobody could read what was there. */
export function changeOf(entry: LogEntry): Change | null {
  const { before, request, response } = (entry.details ?? {}) as Members;
  if (entry.type !== 'sapi' || before === undefined || !isObject(request)) return null;
  const body = isObject(response) ? response.body : undefined;
  const isGone = request.method === 'delete';
  const sent = isObject(request.body) ? request.body : {};
  // What is taken out of a list, or answered with nothing, doesn't say what is there now.
  const isKnown = isGone ? Object.keys(sent).length === 0 : Array.isArray(body) || !same(body ?? {}, {});
  if (!isKnown) return null;
  const [old, now] = [before, isGone ? {} : body].map((value) =>
    flat(isObject(value) ? value : { '': value }),
  ) as [Members, Members];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const members = names
    .filter((name) => !same(old[name], now[name]) && !IDLE.includes(name))
    // Answers may leave out what reading shows.
    .filter((name) => isGone || name in now || (name.split('.')[0] ?? '') in sent)
    .map((name) => ({ name, before: shown(old[name]), after: shown(now[name]) }));
  return { path: String(request.path ?? '').replace('/api/v2', ''), members };
}
