import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ChangeEvent } from 'react';
import type { Client } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Copyable } from '~/parts/Copy';
import { Empty, Page } from '~/parts/Page';
import type { Column } from '~/parts/Things';
import { useTyped } from '~/parts/useTyped';
import { useSession } from '~/session';
import { Badges } from './Badges';
import { GRANTS } from './grants';
import { TypeIcon } from './icons';
import { APP_TYPES, type Filter, TYPES, typeOf } from './model';
import { listClients } from './queries';

const route = getRouteApi('/applications');

const COLUMNS: readonly Column<Client>[] = [
  {
    title: 'Name',
    cell: (client) => (
      <Group gap="sm" wrap="nowrap">
        <TypeIcon type={client.app_type} />
        <div>
          <Link className="name" to="/applications/$id/{-$tab}" params={{ id: client.client_id }}>
            {client.name || client.client_id}
          </Link>
          <Text fz={13} c="dimmed">
            {typeOf(client).label}
          </Text>
        </div>
      </Group>
    ),
  },
  {
    title: 'Kind',
    cell: (client) => (
      <Group gap={6}>
        <Badges client={client} />
      </Group>
    ),
  },
  {
    title: 'Client ID',
    wide: true,
    cell: (client) => <Copyable text={client.client_id} label="the client ID" />,
  },
];

/** What was chosen, if it is not everything. */
const chosen = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.value || undefined;

export function List() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const query = useQuery(listClients(filter));
  const narrow = (change: Filter) =>
    navigate({ search: (known) => ({ ...known, ...change }), replace: true });
  const [typed, type] = useTyped(filter.search ?? '', (text) => void narrow({ search: text || undefined }));
  const isFiltered = Object.values(filter).some(Boolean);
  const clients = query.data?.clients;
  return (
    <Page
      title="Applications"
      says="What may log people in or call your APIs. Each has a client ID, and those that run where a secret is safe have a secret."
      actions={
        session.may('create:clients') && (
          <Button
            component={Link}
            to="/applications/new"
            leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
          >
            Create application
          </Button>
        )
      }
    >
      <Group gap="sm" role="search" align="flex-end">
        <TextInput
          aria-label="Search applications"
          placeholder="Name or client ID"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          flex="1 1 220px"
        />
        <NativeSelect
          aria-label="Type"
          data={[
            { value: '', label: 'Every type' },
            ...APP_TYPES.map((type) => ({ value: type, label: TYPES[type].label })),
            { value: 'none', label: 'Generic' },
          ]}
          value={filter.type ?? ''}
          onChange={(event) => narrow({ type: chosen(event) as Filter['type'] })}
          w={180}
        />
        <NativeSelect
          aria-label="Owner"
          data={[
            { value: '', label: 'Every owner' },
            { value: 'first', label: 'First party' },
            { value: 'third', label: 'Third party' },
          ]}
          value={filter.owner ?? ''}
          onChange={(event) => narrow({ owner: chosen(event) as Filter['owner'] })}
          w={150}
        />
        <NativeSelect
          aria-label="Grant"
          data={[
            { value: '', label: 'Every grant' },
            ...GRANTS.map((grant) => ({ value: grant.name, label: grant.label })),
          ]}
          value={filter.grant ?? ''}
          onChange={(event) => narrow({ grant: chosen(event) })}
          w={170}
        />
      </Group>
      <AllThings
        label="Applications"
        columns={COLUMNS}
        rows={clients}
        error={query.error}
        retry={() => void query.refetch()}
        id={(client) => client.client_id}
        to={(client) => `/applications/${client.client_id}`}
        empty={
          isFiltered ? (
            <Empty
              title="No application is like that"
              action={
                <Button variant="default" onClick={() => navigate({ search: {} })}>
                  Show all
                </Button>
              }
            >
              Search looks at names and client IDs. Take a filter away to see more.
            </Empty>
          ) : (
            <Empty
              title="There is no application yet"
              action={
                <Button component={Link} to="/applications/new">
                  Create application
                </Button>
              }
            >
              An application is whatever people log in to, or what calls an API: a website, an app, a service.
              Create one to get a client ID and code that works.
            </Empty>
          )
        }
      />
    </Page>
  );
}
