// Numbered pages reach into the newest thousand of what a query finds. Older ones are a query of their own: those before
// an entry. An entry's id begins with its time, so that ids have the log's order.

/** So many of what a query finds can be paged through. */
export const REACH = 1_000;

/** The thousand in which a page is, counted from the newest, and which page of that it is. */
export function placeOf(page: number, size: number): { thousand: number; within: number } {
  const pages = REACH / size;
  return { thousand: Math.floor(page / pages), within: page % pages };
}

/** What finds the entries of a query that are older than one. */
export function before(q: string, logId: string | undefined): string {
  const older = `log_id:{* TO "${logId ?? ''}"}`;
  if (logId === undefined) return q;
  return q === '' ? older : `(${q}) AND ${older}`;
}

/** How far somebody has paged. */
export interface Paged {
  page: number;
  /** The last entry of each thousand that was gone past. */
  passed: readonly string[];
}

export const FIRST: Paged = { page: 0, passed: [] };

/** A place that can be gone to: without the entries that lie before it nobody knows where it is. */
export function reachable(paged: Paged, size: number): Paged {
  return placeOf(paged.page, size).thousand > paged.passed.length ? FIRST : paged;
}
