import { Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { type Client, Connection } from '~/api/shapes';
import { Note, Tag } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { readConnections } from '../connections/queries';
import { ownershipOf } from './model';

const Enabled = z.object({ connections: z.array(Connection) });

/** Where the application's people come from. */
export default function Connections({ client }: { client: Client }) {
  const session = useSession();
  const queries = useQueryClient();
  const isThird = ownershipOf(client) !== 'first';
  const all = useQuery(readConnections);
  const key = ['clients', 'connections', client.client_id];
  const enabled = useQuery({
    queryKey: key,
    queryFn: async () => {
      const path = { id: client.client_id };
      const answer = await ask(
        Enabled,
        api.GET('/clients/{id}/connections', { params: { path, query: { take: 100 } } }),
      );
      return new Set(answer.connections.map((connection) => connection.id));
    },
  });
  const change = useMutation({
    mutationFn: ({ id, status }: { id: string; status: boolean }) =>
      tell(
        api.PATCH('/connections/{id}/clients', {
          params: { path: { id } },
          body: [{ client_id: client.client_id, status }] as never,
        }),
      ),
    // Shown at once, and taken back where it failed.
    onMutate: ({ id, status }) => {
      const before = queries.getQueryData<Set<string>>(key);
      const after = new Set(before);
      if (status) after.add(id);
      else after.delete(id);
      queries.setQueryData(key, after);
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(key, context?.before);
      notifyOf(error);
    },
    onSuccess: (_, { id, status }) =>
      notify(status ? 'People can log in with it.' : 'Nobody logs in with it any more.', () =>
        change.mutate({ id, status: !status }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  if (client.app_type === 'non_interactive') {
    return <Note>Nobody logs in to a machine-to-machine application, so it needs no connection.</Note>;
  }
  return (
    <Stack>
      <Text c="dimmed" className="measure">
        {isThird
          ? 'A third party’s users log in with connections that are open to the whole domain; the others can’t be switched on for it.'
          : 'A connection is where people come from: a database with passwords, a company’s directory, a social network.'}
      </Text>
      <Things
        label="Connections"
        rows={enabled.data && all.data}
        error={all.error ?? enabled.error}
        id={(row) => row.id}
        columns={[
          {
            title: 'Connection',
            cell: (row) => (
              <>
                <Text fw={500}>{row.display_name ?? row.name}</Text>
                <Text fz={13} c="dimmed">
                  {row.strategy === 'auth0' ? 'Database' : row.strategy}
                </Text>
              </>
            ),
          },
          {
            title: 'Reach',
            wide: true,
            cell: (row) => (row.is_domain_connection ? <Tag tone="clay">Whole domain</Tag> : null),
          },
          {
            title: 'In use',
            width: 110,
            cell: (row) => (
              <Switch
                aria-label={`Log in with ${row.name}`}
                checked={isThird ? Boolean(row.is_domain_connection) : (enabled.data?.has(row.id) ?? false)}
                onChange={(event) => change.mutate({ id: row.id, status: event.currentTarget.checked })}
                disabled={isThird || !session.may('update:connections')}
              />
            ),
          },
        ]}
        empty={
          <Empty title="There is no connection">
            Without one nobody can log in. A tenant is made with a database of users.
          </Empty>
        }
      />
    </Stack>
  );
}
