import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { ApiPage, ClientGrantPage } from '~/api/shapes';

/** An application's client grants. */
export const grantsOf = (client_id: string) =>
  queryOptions({
    queryKey: ['client-grants', client_id],
    queryFn: async () => {
      const query = { client_id, per_page: 100, include_totals: true };
      const answer = await ask(ClientGrantPage, api.GET('/client-grants', { params: { query } }));
      return answer.client_grants;
    },
  });

/** The tenant's APIs, the first hundred. */
export const listApis = queryOptions({
  queryKey: ['apis', 'list'],
  queryFn: async () => {
    const query = { per_page: 100, include_totals: true };
    const answer = await ask(ApiPage, api.GET('/resource-servers', { params: { query } }));
    return answer.resource_servers;
  },
});
