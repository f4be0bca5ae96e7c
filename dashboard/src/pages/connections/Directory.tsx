// A company's directory that makes, changes and takes away the users of its connection (SCIM).
import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { ApiError } from '~/api/errors';
import type { Connection } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { Code, Copyable } from '~/parts/Copy';
import { Waiting } from '~/parts/Detail';
import { Dialog } from '~/parts/Dialog';
import { Failure, Note } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { when } from '~/parts/time';
import { useSession } from '~/session';

/** The kinds of connections whose directories can. */
const STRATEGIES = ['oidc', 'okta', 'waad', 'samlp'];

const Configuration = z.looseObject({
  user_id_attribute: z.string(),
  mapping: z.array(z.looseObject({ scim: z.string().optional(), auth0: z.string().optional() })),
});
type Configuration = z.infer<typeof Configuration>;

const Token = z.looseObject({
  token_id: z.string(),
  scopes: z.array(z.string()).optional(),
  created_at: z.string().optional(),
  valid_until: z.string().optional(),
  last_used_at: z.string().optional(),
});
type Token = z.infer<typeof Token>;
const NewToken = z.looseObject({ token: z.string() });

const readConfiguration = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'directory', id],
    queryFn: async () => {
      const params = { path: { id } };
      try {
        return await ask(Configuration, api.GET('/connections/{id}/scim-configuration', { params }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

const readTokens = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'directory', id, 'tokens'],
    queryFn: () =>
      ask(
        z.array(Token),
        api.GET('/connections/{id}/scim-configuration/tokens', { params: { path: { id } } }),
      ),
  });

export function Directory({ connection }: { connection: Connection }) {
  const session = useSession();
  const may = session.may('read:scim_config');
  const isAble = STRATEGIES.includes(connection.strategy);
  const query = useQuery({ ...readConfiguration(connection.id), enabled: may && isAble });
  if (!isAble || !may) return null;
  return (
    <Stack gap="sm" component="section" aria-label="Directory">
      <div>
        <Title order={2}>Directory</Title>
        <Text c="dimmed">
          A company’s directory can make, change and take away the users of this connection by SCIM, before
          they log in.
        </Text>
      </div>
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {!query.error && query.data === undefined && <Waiting />}
      {query.data === null && <Begin connection={connection} />}
      {query.data && <Provisioned connection={connection} configuration={query.data} />}
    </Stack>
  );
}

function Begin({ connection }: { connection: Connection }) {
  const session = useSession();
  const queries = useQueryClient();
  const params = { path: { id: connection.id } };
  const begin = useMutation({
    mutationFn: () => ask(Configuration, api.POST('/connections/{id}/scim-configuration', { params })),
    onSuccess: (made) => queries.setQueryData(readConfiguration(connection.id).queryKey, made),
    onError: notifyOf,
  });
  return (
    <Paper>
      <Empty
        title="No directory provisions its users"
        action={
          <Button
            onClick={() => begin.mutate()}
            loading={begin.isPending}
            disabled={!session.may('create:scim_config')}
          >
            Let a directory in
          </Button>
        }
      >
        Users are made when they first log in.
      </Empty>
    </Paper>
  );
}

function Provisioned({
  connection,
  configuration,
}: {
  connection: Connection;
  configuration: Configuration;
}) {
  const session = useSession();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const params = { path: { id: connection.id } };
  const rows = configuration.mapping.map((row) => ({ scim: row.scim ?? '', auth0: row.auth0 ?? '' }));
  return (
    <>
      <Paper p="lg">
        <Stack gap="md">
          <div>
            <Text fw={600}>The address for the directory</Text>
            <Copyable
              text={`https://${session.domain}/scim/v2/connections/${connection.id}`}
              label="the address"
            />
          </div>
          <div>
            <Text fw={600}>What names an account</Text>
            <Text>
              <code>{configuration.user_id_attribute}</code>, which has to be the subject with which the
              provider logs the person in.
            </Text>
          </div>
          <div>
            <Text fw={600}>What reaches the profile</Text>
            {rows.map((row) => (
              <Text key={`${row.scim} ${row.auth0}`}>
                <code>{row.scim}</code> becomes <code>{row.auth0}</code>
              </Text>
            ))}
            {rows.length === 0 && <Text c="dimmed">Nothing.</Text>}
          </div>
          <Group gap={8}>
            <Button
              variant="default"
              onClick={() => setEditing(true)}
              disabled={!session.may('update:scim_config')}
            >
              Change
            </Button>
            <Confirm
              label="Stop provisioning"
              title="Stop provisioning"
              disabled={!session.may('delete:scim_config')}
              act={() => tell(api.DELETE('/connections/{id}/scim-configuration', { params }))}
              done={() => {
                queries.setQueryData(readConfiguration(connection.id).queryKey, null);
                queries.removeQueries({ queryKey: readTokens(connection.id).queryKey });
                notify('The directory is not let in any more.');
              }}
            >
              The directory’s tokens end at once. The users that it made stay as they are.
            </Confirm>
          </Group>
        </Stack>
      </Paper>
      <Tokens connection={connection} />
      {isEditing && (
        <Edit
          connection={connection}
          identifier={configuration.user_id_attribute}
          rows={rows}
          close={() => setEditing(false)}
        />
      )}
    </>
  );
}

interface Row {
  scim: string;
  auth0: string;
}

function Edit({
  connection,
  identifier,
  rows,
  close,
}: {
  connection: Connection;
  identifier: string;
  rows: Row[];
  close: () => void;
}) {
  const queries = useQueryClient();
  const [name, setName] = useState(identifier);
  // Rows keep their place while they are typed.
  const [typed, setTyped] = useState(() => rows.map((row, key) => ({ ...row, key })));
  const params = { path: { id: connection.id } };
  const save = useMutation({
    mutationFn: () =>
      ask(
        Configuration,
        api.PATCH('/connections/{id}/scim-configuration', {
          params,
          body: {
            user_id_attribute: name.trim(),
            mapping: typed
              .filter((row) => row.scim.trim() !== '' && row.auth0.trim() !== '')
              .map(({ scim, auth0 }) => ({ scim: scim.trim(), auth0: auth0.trim() })),
          } as never,
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(readConfiguration(connection.id).queryKey, saved);
      notify('Saved. It counts from the next change that the directory tells of.');
      close();
    },
  });
  const set = (key: number, change: Partial<Row>) =>
    setTyped(typed.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const next = Math.max(-1, ...typed.map((row) => row.key)) + 1;
  return (
    <Dialog title="From the directory to the profile" close={close} size="lg">
      <Stack>
        <TextInput
          label="What names an account"
          description="An attribute of the directory’s. Users that are there already keep their ids."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
        />
        <Stack gap={8} role="group" aria-label="What reaches the profile">
          <Text fw={600}>What reaches the profile</Text>
          {typed.map((row, index) => (
            <Group key={row.key} gap={8} wrap="nowrap">
              <TextInput
                aria-label={`Attribute of the directory, row ${index + 1}`}
                placeholder="name.givenName"
                value={row.scim}
                onChange={(event) => set(row.key, { scim: event.currentTarget.value })}
                flex={1}
              />
              <TextInput
                aria-label={`Member of the profile, row ${index + 1}`}
                placeholder="given_name"
                value={row.auth0}
                onChange={(event) => set(row.key, { auth0: event.currentTarget.value })}
                flex={1}
              />
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove row ${index + 1}`}
                onClick={() => setTyped(typed.filter((other) => other.key !== row.key))}
              >
                <IconTrash size={16} stroke={1.5} />
              </button>
            </Group>
          ))}
          <div>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => setTyped([...typed, { scim: '', auth0: '', key: next }])}
            >
              Another row
            </Button>
          </div>
        </Stack>
        {save.error && <Failure error={save.error} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={name.trim() === ''}>
            Save
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Tokens({ connection }: { connection: Connection }) {
  const session = useSession();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const mayRead = session.may('read:scim_token');
  const query = useQuery({ ...readTokens(connection.id), enabled: mayRead });
  const refresh = () => queries.invalidateQueries({ queryKey: readTokens(connection.id).queryKey });
  const path = { id: connection.id };
  const make = useMutation({
    mutationFn: () =>
      ask(
        NewToken,
        api.POST('/connections/{id}/scim-configuration/tokens', {
          params: { path },
          body: { scopes: ['get:users', 'post:users', 'put:users', 'patch:users', 'delete:users'] } as never,
        }),
      ),
    onSuccess: ({ token }) => {
      setMade(token);
      return refresh();
    },
    onError: notifyOf,
  });
  if (!mayRead) return null;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={3} fz={15}>
          Tokens of the directory
        </Title>
        <Button
          size="xs"
          onClick={() => make.mutate()}
          loading={make.isPending}
          disabled={!session.may('create:scim_token') || (query.data?.length ?? 0) >= 2}
          title={(query.data?.length ?? 0) >= 2 ? 'There are two: remove one first' : undefined}
        >
          Create token
        </Button>
      </Group>
      <Things
        label="Tokens of the directory"
        rows={query.data}
        error={query.error}
        retry={() => void query.refetch()}
        id={(token: Token) => token.token_id}
        columns={[
          { title: 'Token', cell: (token) => <code>{token.token_id}</code> },
          { title: 'Last used', cell: (token) => (token.last_used_at ? when(token.last_used_at) : 'never') },
          {
            title: 'Good until',
            cell: (token) => (token.valid_until ? when(token.valid_until) : 'it is removed'),
            wide: true,
          },
          {
            title: '',
            width: 110,
            cell: (token) => (
              <Confirm
                label="Remove"
                title="Remove token"
                size="xs"
                disabled={!session.may('delete:scim_token')}
                act={() =>
                  tell(
                    api.DELETE('/connections/{id}/scim-configuration/tokens/{tokenId}', {
                      params: { path: { ...path, tokenId: token.token_id } },
                    }),
                  )
                }
                done={() => void refresh()}
              >
                A directory that uses it is refused from then on.
              </Confirm>
            ),
          },
        ]}
        empty={<Empty title="It has no token yet">Create one, and give it to the directory.</Empty>}
      />
      {made && (
        <Dialog title="The directory’s token" close={() => setMade(null)}>
          <Stack>
            <Note tone="warn">It is shown now and never again.</Note>
            <Code text={made} label="the token" />
            <Group justify="flex-end">
              <Button onClick={() => setMade(null)}>Done</Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </Stack>
  );
}
