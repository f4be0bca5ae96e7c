import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';
import { Client, ClientPage } from '~/api/shapes';
import { type Filter, matches } from './model';

const LISTED = [
  'client_id',
  'name',
  'description',
  'app_type',
  'is_first_party',
  'third_party_security_mode',
  'token_endpoint_auth_method',
  'client_authentication_methods',
  'grant_types',
  'logo_uri',
  'external_client_id',
].join(',');

async function all(): Promise<{ clients: Client[]; total: number }> {
  const { rows, total } = await allPages(async (page) => {
    const query = { ...page, is_global: false, fields: LISTED, include_fields: true };
    const answer = await ask(ClientPage, api.GET('/clients', { params: { query } }));
    return { rows: answer.clients, total: answer.total };
  });
  return { clients: rows, total };
}

/** The Management API has no search among applications, so they are all fetched, without their settings. */
export const listClients = (filter: Filter) =>
  queryOptions({
    queryKey: ['clients', 'list'],
    queryFn: all,
    select: ({ clients, total }) => ({ total, clients: clients.filter((client) => matches(client, filter)) }),
  });

export const readClient = (id: string) =>
  queryOptions({
    queryKey: ['clients', 'one', id],
    queryFn: () => ask(Client, api.GET('/clients/{id}', { params: { path: { id } } })),
  });
