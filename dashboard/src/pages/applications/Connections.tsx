import { Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { type Client, Connection } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { useSwitching } from '~/parts/useSwitching';
import { useSession } from '~/session';
import { kindOf } from '../connections/kinds';
import { readConnections } from '../connections/queries';
import { ownershipOf } from './model';

const Enabled = z.object({ connections: z.array(Connection) });

/** Where the application's people come from. */
export default function Connections({ client }: { client: Client }) {
  const session = useSession();
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
  const change = useSwitching(
    key,
    ({ id, on }) =>
      tell(
        api.PATCH('/connections/{id}/clients', {
          params: { path: { id } },
          body: [{ client_id: client.client_id, status: on }] as never,
        }),
      ),
    ({ on }) => (on ? 'People can log in with it.' : 'Nobody logs in with it any more.'),
  );
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
      <AllThings
        label="Connections"
        rows={enabled.data && all.data}
        error={all.error ?? enabled.error}
        id={(row) => row.id}
        columns={[
          {
            title: 'Connection',
            cell: (row) => (
              <>
                <Link className="name" to="/connections/$id" params={{ id: row.id }}>
                  {row.display_name ?? row.name}
                </Link>
                <Text fz={13} c="dimmed">
                  {kindOf(row.strategy)}
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
                onChange={(event) => change.mutate({ id: row.id, on: event.currentTarget.checked })}
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
