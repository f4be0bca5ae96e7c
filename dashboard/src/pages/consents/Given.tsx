import { Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { Pager, Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';
import { listConsents, namesOf, SIZE } from './queries';
import { Revoke } from './Revoke';

const route = getRouteApi('/consents/{-$tab}');

export default function Given() {
  const session = useSession();
  const { client, page = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const clients = useQuery({ ...listClients({}), enabled: session.may('read:clients') });
  const consents = useQuery(listConsents(client, page));
  const rows = consents.data?.grants;
  const people = [...new Set((rows ?? []).map((row) => row.user_id))];
  const names = useQuery({ ...namesOf(people), enabled: people.length > 0 && session.may('read:users') });
  const of = (id: string) => clients.data?.clients.find((known) => known.client_id === id);
  return (
    <Stack>
      <Group role="search">
        <Select
          aria-label="Application"
          placeholder="Every application"
          clearable
          searchable
          data={(clients.data?.clients ?? []).map((known) => ({ value: known.client_id, label: known.name }))}
          value={client ?? null}
          onChange={(next) => void navigate({ search: { client: next ?? undefined } })}
          w={320}
        />
      </Group>
      <Things
        label="Consents"
        rows={rows}
        error={consents.error}
        retry={() => void consents.refetch()}
        id={(row) => row.id}
        columns={[
          {
            title: 'Who',
            cell: (row) => (
              <Link
                className="name"
                to="/users/$id/{-$tab}"
                params={{ id: row.user_id, tab: 'consents' }}
                style={{ overflowWrap: 'anywhere' }}
              >
                {names.data?.get(row.user_id) ?? row.user_id}
              </Link>
            ),
          },
          {
            title: 'lets',
            cell: (row) => (
              <Group gap={6}>
                <Link className="name" to="/applications/$id/{-$tab}" params={{ id: row.clientID }}>
                  {of(row.clientID)?.name ?? row.clientID}
                </Link>
                {of(row.clientID)?.is_first_party === false && <Tag tone="clay">Third party</Tag>}
              </Group>
            ),
          },
          { title: 'at', wide: true, cell: (row) => <span className="mono">{row.audience ?? ''}</span> },
          {
            title: 'do',
            wide: true,
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
            cell: (row) => <Revoke consent={row} application={of(row.clientID)?.name ?? row.clientID} />,
          },
        ]}
        empty={
          <Empty title={client ? 'Nobody has agreed to anything of it' : 'Nobody was asked yet'}>
            Third-party applications always ask; your own only for APIs that want it.
          </Empty>
        }
      />
      <Pager
        page={page}
        size={SIZE}
        total={consents.data?.total ?? 0}
        go={(next) => void navigate({ search: (known) => ({ ...known, page: next || undefined }) })}
      />
    </Stack>
  );
}
