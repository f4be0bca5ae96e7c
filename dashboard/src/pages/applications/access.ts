import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';
import { ApiPage, type ClientGrant, ClientGrantPage } from '~/api/shapes';

/** The client grants that a filter finds. */
export async function allGrants(filter: Record<string, string>): Promise<ClientGrant[]> {
  const { rows } = await allPages(async (page) => {
    const query = { ...page, ...filter } as never;
    const answer = await ask(ClientGrantPage, api.GET('/client-grants', { params: { query } }));
    return { rows: answer.client_grants, total: answer.total };
  });
  return rows;
}

/** An application's client grants. */
export const grantsOf = (client_id: string) =>
  queryOptions({
    queryKey: ['client-grants', client_id],
    queryFn: () => allGrants({ client_id }),
  });

/** The tenant's APIs. */
export const listApis = queryOptions({
  queryKey: ['apis', 'list'],
  queryFn: async () => {
    const { rows } = await allPages(async (query) => {
      const answer = await ask(ApiPage, api.GET('/resource-servers', { params: { query } }));
      return { rows: answer.resource_servers, total: answer.total };
    });
    return rows;
  },
});
