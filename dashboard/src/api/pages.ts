// Lists that come in pages, as a whole.

/** So many rows a page has at most. */
const SIZE = 100;
/** More pages than this aren't fetched: lists so long have pages of their own. */
const MOST = 20;

export interface PageQuery {
  page: number;
  per_page: number;
  include_totals: true;
}

/** All rows, page after page. */
export async function allPages<Row>(
  read: (query: PageQuery) => Promise<{ rows: readonly Row[]; total: number }>,
): Promise<{ rows: Row[]; total: number }> {
  const all: Row[] = [];
  for (let page = 0; ; page += 1) {
    const { rows, total } = await read({ page, per_page: SIZE, include_totals: true });
    all.push(...rows);
    if (all.length >= total || rows.length === 0 || page + 1 === MOST) return { rows: all, total };
  }
}
