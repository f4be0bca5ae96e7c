import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { Connection, ConnectionPage } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { Failure, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty, Page } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';

/** The kind of a connection, for people. */
export function kindOf(strategy: string): string {
  return strategy === 'auth0' ? 'Database' : strategy;
}

export function List() {
  const session = useSession();
  const [isCreating, setCreating] = useState(false);
  const connections = useQuery({
    queryKey: ['connections', 'list'],
    queryFn: async () => {
      const query = { per_page: 100, include_totals: true };
      return (await ask(ConnectionPage, api.GET('/connections', { params: { query } }))).connections;
    },
  });
  const create = session.may('create:connections') && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setCreating(true)}>
      Create database
    </Button>
  );
  return (
    <Page
      title="Connections"
      says="Where people come from: databases with passwords, companies’ directories, social networks. An application says which of them log its people in."
      actions={create}
    >
      <Things
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
      {isCreating && <CreateDatabase close={() => setCreating(false)} />}
    </Page>
  );
}

function CreateDatabase({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const problem =
    name === '' || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(name)
      ? null
      : 'A name has letters, digits and hyphens inside.';
  const create = useMutation({
    mutationFn: () =>
      ask(Connection, api.POST('/connections', { body: { name, strategy: 'auth0' } as never })),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['connections'] });
      notify(`${made.name} was made. Switch it on for applications.`);
      void navigate({ to: '/connections/$id', params: { id: made.id } });
    },
  });
  return (
    <Modal opened onClose={close} title="Create database">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="It can’t change later. Applications may name it."
            placeholder="customers"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem}
            maxLength={35}
            required
            data-autofocus
          />
          {create.error && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} type="button">
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name === '' || problem !== null}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
