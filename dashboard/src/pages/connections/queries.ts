import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { Connection, ConnectionPage } from '~/api/shapes';

/** The tenant's connections, the first hundred. */
export const readConnections = queryOptions({
  queryKey: ['connections', 'list'],
  queryFn: async () => {
    const query = { per_page: 100, include_totals: true };
    return (await ask(ConnectionPage, api.GET('/connections', { params: { query } }))).connections;
  },
});

export const readConnection = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'one', id],
    queryFn: () => ask(Connection, api.GET('/connections/{id}', { params: { path: { id } } })),
  });

const Clients = z.object({ clients: z.array(z.looseObject({ client_id: z.string() })) });

/** The applications that log people in with a connection. */
export const readApplications = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'clients', id],
    queryFn: async () => {
      const answer = await ask(
        Clients,
        api.GET('/connections/{id}/clients', { params: { path: { id }, query: { take: 100 } } }),
      );
      return new Set(answer.clients.map((client) => client.client_id));
    },
  });
