import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AllThings } from '~/parts/AllThings';
import { Copyable } from '~/parts/Copy';
import { Tag } from '~/parts/Note';
import { Empty, Page } from '~/parts/Page';
import { useSession } from '~/session';
import { kindOf } from './kinds';
import { readConnections } from './queries';

export function List() {
  const session = useSession();
  const connections = useQuery(readConnections);
  const create = session.may('create:connections') && (
    <Button
      component={Link}
      to="/connections/new"
      leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
    >
      Create connection
    </Button>
  );
  return (
    <Page
      title="Connections"
      says="Where people come from: databases with passwords, companies’ directories, social networks. An application says which of them log its people in."
      actions={create}
    >
      <AllThings
        label="Connections"
        rows={connections.data}
        error={connections.error}
        retry={() => void connections.refetch()}
        id={(row) => row.id}
        to={(row) => `/connections/${row.id}`}
        columns={[
          {
            title: 'Name',
            cell: (row) => (
              <Link className="name" to="/connections/$id" params={{ id: row.id }}>
                {row.display_name ?? row.name}
              </Link>
            ),
          },
          { title: 'Kind', cell: (row) => kindOf(row.strategy) },
          {
            title: 'Reach',
            wide: true,
            cell: (row) => row.is_domain_connection && <Tag tone="clay">Whole domain</Tag>,
          },
          { title: 'ID', wide: true, cell: (row) => <Copyable text={row.id} /> },
        ]}
        empty={
          <Empty title="There is no connection" action={create}>
            Without one nobody can log in. A database keeps users and their passwords here.
          </Empty>
        }
      />
    </Page>
  );
}
