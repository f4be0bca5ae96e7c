import { Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, tell } from '~/api/client';
import { ConsentPage, type User } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';

/** What the user has agreed to. */
export default function Consents({ user }: { user: User }) {
  const session = useSession();
  const queries = useQueryClient();
  const clients = useQuery({ ...listClients({}), enabled: session.may('read:clients') });
  const key = ['consents', user.user_id];
  const consents = useQuery({
    queryKey: key,
    queryFn: async () => {
      const query = { user_id: user.user_id, per_page: 100, include_totals: true };
      return (await ask(ConsentPage, api.GET('/grants', { params: { query } }))).grants;
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
          { title: 'Application', cell: (row) => name(row.clientID) },
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
            cell: (row) => (
              <Confirm
                label="Revoke"
                size="xs"
                variant="default"
                title={`Revoke the consent for ${name(row.clientID)}?`}
                disabled={!session.may('delete:grants')}
                act={() => tell(api.DELETE('/grants/{id}', { params: { path: { id: row.id } } }))}
                done={() => {
                  notify('The consent was revoked.');
                  void queries.invalidateQueries({ queryKey: key });
                }}
              >
                Its refresh tokens for this user stop working, and they are asked again next time.
              </Confirm>
            ),
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
