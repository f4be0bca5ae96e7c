import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Client } from '~/api/shapes';
import { type Document, type Draft, inverse } from '~/parts/draft';
import { notify, notifyOf } from '~/parts/notices';

/** Changes an application by what its draft changed. */
export function useSave<T extends Document>(client: Client, draft: Draft<T>) {
  const queries = useQueryClient();
  const send = (patch: Document) =>
    ask(
      Client,
      api.PATCH('/clients/{id}', { params: { path: { id: client.client_id } }, body: patch as never }),
    );
  const keep = (saved: Client) => {
    queries.setQueryData(['clients', 'one', client.client_id], saved);
    void queries.invalidateQueries({ queryKey: ['clients'] });
  };
  return useMutation({
    mutationFn: send,
    onSuccess: (saved, patch) => {
      const back = inverse(patch, client, draft.document);
      keep(saved);
      draft.discard();
      notify('Saved.', () => {
        send(back).then((restored) => {
          keep(restored);
          notify('It is as it was.');
        }, notifyOf);
      });
    },
  });
}

/** What changed since the application was read, as the API is told. */
export const requestOf = (client: Client, patch: Document) =>
  ({ method: 'PATCH', path: `/clients/${client.client_id}`, body: patch }) as const;
