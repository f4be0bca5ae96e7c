import { Button, Group, Select, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { Client } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { Copyable } from '~/parts/Copy';
import { CreateDialog } from '~/parts/CreateDialog';
import { Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { endOfDay, when } from '~/parts/time';
import { useSession } from '~/session';
import { Key, keysInUse, pemProblem, signingWith } from './keys';

/** Where an application's keys are kept. */
export const keysOf = (id: string) => ({
  queryKey: ['clients', 'credentials', id],
  queryFn: () => ask(z.array(Key), api.GET('/clients/{id}/credentials', { params: { path: { id } } })),
});

/** Says which keys the application signs with. */
const signWith = (id: string, ids: readonly string[]) =>
  ask(Client, api.PATCH('/clients/{id}', { params: { path: { id } }, body: signingWith(ids) as never }));

export function Keys({ client, keys }: { client: Client; keys: UseQueryResult<Key[]> }) {
  const session = useSession();
  const queries = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const id = client.client_id;
  const used = keysInUse(client);
  const refresh = () => queries.invalidateQueries({ queryKey: ['clients'] });
  const remove = async (key: Key) => {
    const others = used.filter((known) => known !== key.id);
    if (others.length < used.length) await signWith(id, others);
    const path = { id, credential_id: key.id };
    await tell(api.DELETE('/clients/{id}/credentials/{credential_id}', { params: { path } }));
  };
  const add = session.may('create:client_credentials') && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add a key
    </Button>
  );
  return (
    <Stack gap="sm" component="section" aria-label="Keys">
      <Group justify="space-between">
        <Title order={2}>Keys</Title>
        {keys.data && keys.data.length > 0 && add}
      </Group>
      <Things
        label="Keys"
        rows={keys.data}
        error={keys.error}
        retry={() => void keys.refetch()}
        id={(row) => row.id}
        columns={[
          {
            title: 'Name',
            cell: (row) => (
              <Group gap={8}>
                {row.name || row.id}
                {used.includes(row.id) ? <Tag tone="good">In use</Tag> : <Tag>Not in use</Tag>}
              </Group>
            ),
          },
          { title: 'Algorithm', wide: true, cell: (row) => row.alg ?? '' },
          {
            title: 'Key ID',
            wide: true,
            cell: (row) => (row.kid ? <Copyable text={row.kid} label="the key ID" /> : ''),
          },
          { title: 'Expires', wide: true, cell: (row) => (row.expires_at ? when(row.expires_at) : 'never') },
          {
            title: '',
            width: 110,
            cell: (row) => (
              <Confirm
                label="Delete"
                size="xs"
                variant="default"
                title={`Delete the key ${row.name || row.id}?`}
                disabled={
                  !session.may('delete:client_credentials') ||
                  (used.length === 1 && used[0] === row.id) ||
                  (used.includes(row.id) && !session.may('update:client_credentials'))
                }
                act={() => remove(row)}
                done={() => {
                  notify('The key was deleted.');
                  void refresh();
                }}
              >
                Assertions that it signs are refused from now on.
              </Confirm>
            ),
          },
        ]}
        empty={
          <Empty title="No key is registered" action={add}>
            With a registered public key the application proves itself by signing (private_key_jwt), and no
            secret has to be shared. Add one, then choose it under Authentication.
          </Empty>
        }
      />
      {isAdding && (
        <AddKey
          client={client}
          close={() => setAdding(false)}
          done={() => {
            setAdding(false);
            notify(used.length > 0 ? 'It signs with this key, too.' : 'The key was added.');
            void refresh();
          }}
        />
      )}
    </Stack>
  );
}

function AddKey({ client, close, done }: { client: Client; close: () => void; done: () => void }) {
  const [name, setName] = useState('');
  const [pem, setPem] = useState('');
  const [alg, setAlg] = useState('RS256');
  const [until, setUntil] = useState('');
  const problem = pemProblem(pem);
  const id = client.client_id;
  const create = useMutation({
    mutationFn: async () => {
      const body = {
        credential_type: 'public_key',
        pem: pem.trim(),
        alg,
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(until ? { expires_at: endOfDay(until) } : {}),
      };
      const params = { path: { id } };
      const made = await ask(Key, api.POST('/clients/{id}/credentials', { params, body: body as never }));
      const used = keysInUse(client);
      if (used.length > 0) await signWith(id, [...used, made.id]);
    },
    onSuccess: done,
  });
  return (
    <CreateDialog
      title="Add a key"
      label="Add"
      close={close}
      create={create}
      isReady={pem.trim() !== '' && problem === null}
    >
      <TextInput
        label="Name"
        description="For you and your colleagues."
        placeholder="2026, server in Rome"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={128}
        data-autofocus
      />
      <Textarea
        label="Public key or certificate"
        description="The private one stays with the application."
        placeholder="-----BEGIN PUBLIC KEY-----"
        value={pem}
        onChange={(event) => setPem(event.currentTarget.value)}
        error={problem}
        required
        minRows={4}
        maxRows={10}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      <Select
        label="Algorithm"
        data={['RS256', 'RS384', 'PS256']}
        value={alg}
        onChange={(next) => setAlg(next ?? 'RS256')}
        maw={200}
      />
      <TextInput
        label="Works until"
        description="To the end of that day. Empty: it doesn’t expire."
        type="date"
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
        maw={200}
      />
    </CreateDialog>
  );
}
