import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { Api } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Copyable } from '~/parts/Copy';
import { CreateDialog } from '~/parts/CreateDialog';
import { Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty, Page } from '~/parts/Page';
import { useSession } from '~/session';
import { listApis } from '../applications/access';

export function List() {
  const session = useSession();
  const apis = useQuery(listApis);
  const [isCreating, setCreating] = useState(false);
  const create = session.may('create:resource_servers') && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => setCreating(true)}>
      Create API
    </Button>
  );
  return (
    <Page
      title="APIs"
      says="What access tokens are for. An application asks for a token with the API’s identifier as audience."
      actions={create}
    >
      <AllThings
        label="APIs"
        rows={apis.data}
        error={apis.error}
        retry={() => void apis.refetch()}
        id={(one) => one.id}
        to={(one) => `/apis/${one.id}`}
        columns={[
          {
            title: 'Name',
            cell: (one) => (
              <Group gap={8}>
                <Link className="name" to="/apis/$id/{-$tab}" params={{ id: one.id }}>
                  {one.name || one.identifier}
                </Link>
                {one.is_system && <Tag>Built in</Tag>}
                <Text fz={13} c="dimmed" className="mono" w="100%" hiddenFrom="md">
                  {one.identifier}
                </Text>
              </Group>
            ),
          },
          {
            title: 'Audience',
            wide: true,
            cell: (one) => <Copyable text={one.identifier} label="the audience" />,
          },
          { title: 'Scopes', wide: true, width: 90, cell: (one) => one.scopes.length.toLocaleString() },
        ]}
        empty={
          <Empty title="There is no API yet" action={create}>
            Register yours, so that applications can get tokens for it and you decide who gets which scopes.
          </Empty>
        }
      />
      {isCreating && <CreateApi close={() => setCreating(false)} />}
    </Page>
  );
}

function CreateApi({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [identifier, setIdentifier] = useState('');
  const create = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), identifier: identifier.trim(), signing_alg: 'RS256' as const };
      return ask(Api, api.POST('/resource-servers', { body }));
    },
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['apis'] });
      notify(`${made.name} was made.`);
      void navigate({ to: '/apis/$id/{-$tab}', params: { id: made.id, tab: 'scopes' } });
    },
  });
  return (
    <CreateDialog
      title="Create API"
      close={close}
      create={create}
      isReady={name.trim() !== '' && identifier.trim() !== ''}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        data-autofocus
      />
      <TextInput
        label="Identifier"
        description="The audience of its tokens. An address is usual; it is never called. It can’t change later."
        placeholder="https://api.example/"
        value={identifier}
        onChange={(event) => setIdentifier(event.currentTarget.value)}
        required
      />
      <Text fz={13} c="dimmed">
        Its tokens are signed with RS256.
      </Text>
    </CreateDialog>
  );
}
