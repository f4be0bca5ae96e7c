import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Api } from '~/api/shapes';
import type { Document } from '~/parts/draft';
import { allGrants } from '../applications/access';

export const readApi = (id: string) =>
  queryOptions({
    queryKey: ['apis', 'one', id],
    queryFn: () => ask(Api, api.GET('/resource-servers/{id}', { params: { path: { id } } })),
  });

/** The client grants for an API. */
export const grantsAt = (audience: string) =>
  queryOptions({
    queryKey: ['client-grants', 'at', audience],
    queryFn: () => allGrants({ audience }),
  });

/** How what a draft changed of an API is saved. */
export const savingOf = ({ id }: Api) =>
  ({
    at: ['apis', 'one', id],
    stale: ['apis', 'list'],
    send: (body: Document) =>
      ask(Api, api.PATCH('/resource-servers/{id}', { params: { path: { id } }, body: body as never })),
    request: { method: 'PATCH', path: `/resource-servers/${id}` },
  }) as const;
