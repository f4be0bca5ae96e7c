import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Client } from '~/api/shapes';
import type { Document, Draft } from '~/parts/draft';
import { notify } from '~/parts/notices';

/** Changes an application by what its draft changed. */
export function useSave<T extends Document>(client: Client, draft: Draft<T>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (patch: Document) =>
      ask(
        Client,
        api.PATCH('/clients/{id}', { params: { path: { id: client.client_id } }, body: patch as never }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(['clients', 'one', client.client_id], saved);
      void queries.invalidateQueries({ queryKey: ['clients'] });
      draft.discard();
      notify('Saved.');
    },
  });
}

/** What changed since the application was read, as the API is told. */
export const requestOf = (client: Client, patch: Document) =>
  ({ method: 'PATCH', path: `/clients/${client.client_id}`, body: patch }) as const;
