import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Api, ClientGrantPage } from '~/api/shapes';
import type { Document } from '~/parts/draft';
import { notify } from '~/parts/notices';

export const readApi = (id: string) =>
  queryOptions({
    queryKey: ['apis', 'one', id],
    queryFn: () => ask(Api, api.GET('/resource-servers/{id}', { params: { path: { id } } })),
  });

/** The client grants for an API. */
export const grantsAt = (audience: string) =>
  queryOptions({
    queryKey: ['client-grants', 'at', audience],
    queryFn: async () => {
      const query = { audience, per_page: 100, include_totals: true };
      return (await ask(ClientGrantPage, api.GET('/client-grants', { params: { query } }))).client_grants;
    },
  });

/** Changes an API. */
export function useSave<T extends Document>(one: Api, discard: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (patch: T | Document) =>
      ask(
        Api,
        api.PATCH('/resource-servers/{id}', { params: { path: { id: one.id } }, body: patch as never }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(['apis', 'one', one.id], saved);
      void queries.invalidateQueries({ queryKey: ['apis', 'list'] });
      discard();
      notify('Saved.');
    },
  });
}

/** What changed, as the API is told. */
export const requestOf = (one: Api, body: Document) =>
  ({ method: 'PATCH', path: `/resource-servers/${one.id}`, body }) as const;
