import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';
import { ConsentPage, type User } from '~/api/shapes';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';
import { Revoke } from '../consents/Revoke';

/** What the user has agreed to. */
export default function Consents({ user }: { user: User }) {
  const session = useSession();
  const clients = useQuery({ ...listClients({}), enabled: session.may('read:clients') });
  const key = ['consents', user.user_id];
  const consents = useQuery({
    queryKey: key,
    queryFn: async () => {
      const { rows } = await allPages(async (page) => {
        const params = { query: { user_id: user.user_id, ...page } };
        const { grants, total } = await ask(ConsentPage, api.GET('/grants', { params }));
        return { rows: grants, total };
      });
      return rows;
    },
  });
  const name = (id: string) => clients.data?.clients.find((client) => client.client_id === id)?.name ?? id;
  return (
    <Stack>
      <Text c="dimmed" className="measure">
        Which applications may act for them, and with what. Third-party applications always ask. What is
        revoked here is asked for again, and its refresh tokens stop working.
      </Text>
      <Things
        label="Consents"
        rows={consents.data}
        error={consents.error}
        id={(row) => row.id}
        columns={[
          {
            title: 'Application',
            cell: (row) => (
              <Link className="name" to="/applications/$id/{-$tab}" params={{ id: row.clientID }}>
                {name(row.clientID)}
              </Link>
            ),
          },
          { title: 'At', wide: true, cell: (row) => row.audience ?? '' },
          {
            title: 'May',
            cell: (row) => (
              <Group gap={6}>
                {row.scope.map((scope) => (
                  <code key={scope}>{scope}</code>
                ))}
              </Group>
            ),
          },
          {
            title: '',
            width: 110,
            cell: (row) => <Revoke consent={row} application={name(row.clientID)} />,
          },
        ]}
        empty={
          <Empty title="They were asked for nothing yet">
            Consents appear when somebody agrees on the consent page.
          </Empty>
        }
      />
    </Stack>
  );
}
