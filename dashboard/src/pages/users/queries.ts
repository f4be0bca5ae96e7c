import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';
import { RolePage, User, UserPage } from '~/api/shapes';
import { next, type Place, queryAt, START, STEP } from './walk';

/** Users that a query finds, as far as somebody has scrolled. */
export const listUsers = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['users', 'list', q],
    queryFn: async ({ pageParam: place }: { pageParam: Place }) => {
      const asked = queryAt(q, place);
      const query = {
        page: place.page,
        per_page: STEP,
        include_totals: true,
        search_engine: 'v3',
        sort: 'created_at:-1',
        ...(asked ? { q: asked } : {}),
      };
      const answer = await ask(UserPage, api.GET('/users', { params: { query: query as never } }));
      return { ...answer, place };
    },
    initialPageParam: START,
    getNextPageParam: ({ place, users, total }) => next(place, users, total),
    placeholderData: keepPreviousData,
    // What somebody has scrolled past isn't fetched again because the window got the focus.
    refetchOnWindowFocus: false,
  });

/** The first users that a query finds, for choosing among them. */
export const findUsers = (q: string) =>
  queryOptions({
    queryKey: ['users', 'found', q],
    queryFn: () => {
      const query = { per_page: 25, include_totals: true, search_engine: 'v3', ...(q ? { q } : {}) };
      return ask(UserPage, api.GET('/users', { params: { query: query as never } }));
    },
    placeholderData: keepPreviousData,
  });

export const readUser = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: () => ask(User, api.GET('/users/{id}', { params: { path: { id } } })),
  });

export const rolesOf = (id: string) =>
  queryOptions({
    queryKey: ['users', 'roles', id],
    queryFn: async () => {
      const { rows } = await allPages(async (query) => {
        const answer = await ask(RolePage, api.GET('/users/{id}/roles', { params: { path: { id }, query } }));
        return { rows: answer.roles, total: answer.total };
      });
      return rows;
    },
  });

export const listRoles = queryOptions({
  queryKey: ['roles', 'list'],
  queryFn: async () => {
    const { rows } = await allPages(async (query) => {
      const answer = await ask(RolePage, api.GET('/roles', { params: { query } }));
      return { rows: answer.roles, total: answer.total };
    });
    return rows;
  },
});
