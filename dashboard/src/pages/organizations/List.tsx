import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { Copyable } from '~/parts/Copy';
import { CreateDialog } from '~/parts/CreateDialog';
import { notify } from '~/parts/notices';
import { Empty, Page } from '~/parts/Page';
import { Pager, Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listOrganizations, nameProblem, Organization, SIZE } from './queries';

const route = getRouteApi('/organizations');

export function List() {
  const { page = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const query = useQuery(listOrganizations(page));
  const [isCreating, setCreating] = useState(false);
  const create = session.may('create:organizations') && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setCreating(true)}>
      Create organization
    </Button>
  );
  return (
    <Page
      title="Organizations"
      says="Your customers or teams: each has members, its own roles for them, ways to log in, and a look."
      actions={create}
    >
      <Things
        label="Organizations"
        rows={query.data?.organizations}
        error={query.error}
        retry={() => void query.refetch()}
        id={(row) => row.id}
        to={(row) => `/organizations/${row.id}`}
        columns={[
          {
            title: 'Name',
            cell: (row) => (
              <Link className="name" to="/organizations/$id/{-$tab}" params={{ id: row.id }}>
                {row.display_name ?? row.name}
              </Link>
            ),
          },
          { title: 'Short name', cell: (row) => <code>{row.name}</code> },
          { title: 'ID', wide: true, cell: (row) => <Copyable text={row.id} /> },
        ]}
        empty={
          <Empty title="There is no organization yet" action={create}>
            Make one for each customer, invite its people, and let an application ask which one they log in
            to.
          </Empty>
        }
      />
      <Pager
        page={page}
        size={SIZE}
        total={query.data?.total ?? 0}
        go={(next) => void navigate({ search: { page: next || undefined } })}
      />
      {isCreating && <CreateOrganization close={() => setCreating(false)} />}
    </Page>
  );
}

function CreateOrganization({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const problem = nameProblem(name);
  const create = useMutation({
    mutationFn: () => {
      const body = { name, ...(displayName.trim() ? { display_name: displayName.trim() } : {}) };
      return ask(Organization, api.POST('/organizations', { body: body as never }));
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['organizations', 'list'] });
      notify(`${made.display_name ?? made.name} was made.`);
      void navigate({ to: '/organizations/$id/{-$tab}', params: { id: made.id } });
    },
  });
  return (
    <CreateDialog
      title="Create organization"
      close={close}
      create={create}
      isReady={name !== '' && problem === null}
    >
      <TextInput
        label="Short name"
        description="Applications and people name it so."
        placeholder="acme"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problem}
        required
        data-autofocus
      />
      <TextInput
        label="Display name"
        description="What people see."
        placeholder="Acme Ltd."
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
    </CreateDialog>
  );
}
