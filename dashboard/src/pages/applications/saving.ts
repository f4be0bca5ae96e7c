import { api, ask } from '~/api/client';
import { Client } from '~/api/shapes';
import type { Document } from '~/parts/draft';

/** How what a draft changed of an application is saved. */
export const savingOf = ({ client_id: id }: Client) =>
  ({
    at: ['clients', 'one', id],
    stale: ['clients'],
    send: (body: Document) =>
      ask(Client, api.PATCH('/clients/{id}', { params: { path: { id } }, body: body as never })),
    request: { method: 'PATCH', path: `/clients/${id}` },
  }) as const;
