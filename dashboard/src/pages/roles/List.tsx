import { Button, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { Role } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Copyable } from '~/parts/Copy';
import { CreateDialog } from '~/parts/CreateDialog';
import { notify } from '~/parts/notices';
import { Empty, Page } from '~/parts/Page';
import { useSession } from '~/session';
import { listRoles } from '../users/queries';

export function List() {
  const session = useSession();
  const roles = useQuery(listRoles);
  const [isCreating, setCreating] = useState(false);
  const create = session.may('create:roles') && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setCreating(true)}>
      Create role
    </Button>
  );
  return (
    <Page
      title="Roles"
      says="A role is a set of permissions that people get together. Those named “Dashboard …” decide what somebody may do here."
      actions={create}
    >
      <AllThings
        label="Roles"
        rows={roles.data}
        error={roles.error}
        retry={() => void roles.refetch()}
        id={(role) => role.id}
        to={(role) => `/roles/${role.id}`}
        columns={[
          {
            title: 'Name',
            cell: (role) => (
              <Link className="name" to="/roles/$id" params={{ id: role.id }}>
                {role.name}
              </Link>
            ),
          },
          { title: 'Description', wide: true, cell: (role) => <Text c="dimmed">{role.description}</Text> },
          { title: 'ID', wide: true, cell: (role) => <Copyable text={role.id} /> },
        ]}
        empty={
          <Empty title="There is no role yet" action={create}>
            Make one for each kind of work: an editor, a cashier. Give it permissions, and people the role.
          </Empty>
        }
      />
      {isCreating && <CreateRole close={() => setCreating(false)} />}
    </Page>
  );
}

function CreateRole({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const create = useMutation({
    mutationFn: () => ask(Role, api.POST('/roles', { body: { name: name.trim(), description } })),
    onSuccess: (role) => {
      void queries.invalidateQueries({ queryKey: ['roles'] });
      notify(`${role.name} was made.`);
      void navigate({ to: '/roles/$id', params: { id: role.id } });
    },
  });
  return (
    <CreateDialog title="Create role" close={close} create={create} isReady={name.trim() !== ''}>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        data-autofocus
      />
      <TextInput
        label="Description"
        description="What people with this role do."
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </CreateDialog>
  );
}
