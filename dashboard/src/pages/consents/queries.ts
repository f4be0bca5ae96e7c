import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { ConsentPage, UserPage } from '~/api/shapes';
import { allGrants } from '../applications/access';

export const SIZE = 25;

/** Who may see consents: whom they name isn't told by the list itself. */
export const listConsents = (client_id: string | undefined, page: number) =>
  queryOptions({
    queryKey: ['consents', 'all', client_id ?? '', page],
    queryFn: () => {
      const query = { page, per_page: SIZE, include_totals: true, ...(client_id ? { client_id } : {}) };
      return ask(ConsentPage, api.GET('/grants', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

/** The names of users, by id. */
export const namesOf = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['users', 'names', [...ids].sort()],
    queryFn: async () => {
      const q = `user_id:(${ids.map((id) => `"${id.replaceAll(/["\\]/g, '\\$&')}"`).join(' OR ')})`;
      const query = {
        q,
        per_page: 100,
        include_totals: true,
        search_engine: 'v3',
        fields: 'user_id,name,email',
      };
      const answer = await ask(UserPage, api.GET('/users', { params: { query: query as never } }));
      return new Map(answer.users.map((user) => [user.user_id, user.email ?? user.name ?? user.user_id]));
    },
    staleTime: 60_000,
  });

/** How many people have agreed to something of an application. */
export const countConsents = (client_id: string) =>
  queryOptions({
    queryKey: ['consents', 'count', client_id],
    queryFn: async () => {
      const query = { client_id, per_page: 1, include_totals: true };
      return (await ask(ConsentPage, api.GET('/grants', { params: { query } }))).total;
    },
    staleTime: 30_000,
  });

/** What third parties get without a grant of their own. */
export const defaultGrants = queryOptions({
  queryKey: ['client-grants', 'default'],
  queryFn: () => allGrants({ default_for: 'third_party_clients' }),
});
