import { expect, it } from 'vitest';
import { allPages, type PageQuery } from './pages';

function list(total: number) {
  const asked: number[] = [];
  const read = async ({ page, per_page }: PageQuery) => {
    asked.push(page);
    const here = Math.max(0, Math.min(per_page, total - page * per_page));
    return { rows: Array.from({ length: here }, (_, index) => page * per_page + index), total };
  };
  return { asked, read };
}

it.each([
  [0, 0, 1],
  [100, 100, 1],
  [101, 101, 2],
  [1_950, 1_950, 20],
  [5_000, 2_000, 20],
])('of %i rows it has %i after %i pages', async (total, rows, pages) => {
  const { asked, read } = list(total);
  const all = await allPages(read);
  expect(all.total).toBe(total);
  expect(all.rows).toEqual(Array.from({ length: rows }, (_, index) => index));
  expect(asked).toHaveLength(pages);
});

it('ends where a page is empty, whatever the total says', async () => {
  expect(await allPages(async () => ({ rows: [], total: 7 }))).toEqual({ rows: [], total: 7 });
});
