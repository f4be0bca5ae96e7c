// Walking through all users. The API shows the first thousand of what a query finds; what follows is asked for with a
// query that begins where the last one ended.

/** So many are fetched at once. */
export const STEP = 100;
/** So many are reached by pages. */
const REACH = 1_000;

/** Where a walk is. Users are in the order of their age, the youngest first, and of their ids where that is the same. */
export interface Place {
  page: number;
  /** Those made at this moment whose ids come later; or, without an id, those made before it. */
  after?: { created_at: string; user_id?: string };
}

export const START: Place = { page: 0 };

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** What is asked for at a place. */
export function queryAt(q: string, { after }: Place): string {
  if (!after) return q;
  const time = quoted(after.created_at);
  const rest = after.user_id
    ? `created_at:${time} AND user_id:{* TO ${quoted(after.user_id)}}`
    : `created_at:{* TO ${time}}`;
  return q ? `(${q}) AND ${rest}` : rest;
}

/** Where to go on after what was found; undefined at the end. */
export function next(
  place: Place,
  found: readonly { user_id: string; created_at?: string | undefined }[],
  total: number,
): Place | undefined {
  const seen = place.page * STEP + found.length;
  const last = found.at(-1);
  if (last?.created_at && seen >= REACH && seen < total)
    return { page: 0, after: { created_at: last.created_at, user_id: last.user_id } };
  if (found.length === STEP && seen < total) return { ...place, page: place.page + 1 };
  // All of that moment are there: on to those before it.
  if (place.after?.user_id) return { page: 0, after: { created_at: place.after.created_at } };
  return undefined;
}
