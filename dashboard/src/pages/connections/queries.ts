import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';
import { Connection, ConnectionPage } from '~/api/shapes';

/** The connections that a filter finds. */
async function allConnections(filter: Record<string, unknown> = {}): Promise<Connection[]> {
  const { rows } = await allPages(async (page) => {
    const query = { ...page, ...filter } as never;
    const answer = await ask(ConnectionPage, api.GET('/connections', { params: { query } }));
    return { rows: answer.connections, total: answer.total };
  });
  return rows;
}

/** The tenant's connections. */
export const readConnections = queryOptions({
  queryKey: ['connections', 'list'],
  queryFn: () => allConnections(),
});

/** Those that keep users and passwords here. */
export const listDatabases = queryOptions({
  queryKey: ['connections', 'databases'],
  queryFn: () => allConnections({ strategy: ['auth0'] }),
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
