import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { RolePage, User, UserPage } from '~/api/shapes';

export const SIZE = 25;

export const listUsers = (q: string, page: number) =>
  queryOptions({
    queryKey: ['users', 'list', q, page],
    queryFn: () => {
      const query = {
        page,
        per_page: SIZE,
        include_totals: true,
        search_engine: 'v3',
        sort: 'created_at:-1',
        ...(q ? { q } : {}),
      };
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
      const query = { per_page: 100, include_totals: true };
      return (await ask(RolePage, api.GET('/users/{id}/roles', { params: { path: { id }, query } }))).roles;
    },
  });

export const listRoles = queryOptions({
  queryKey: ['roles', 'list'],
  queryFn: async () => {
    const query = { per_page: 100, include_totals: true };
    return (await ask(RolePage, api.GET('/roles', { params: { query } }))).roles;
  },
});
