import { Button, MultiSelect, Group as Row, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { PermissionPage, Role } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { Detail as Opened } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Failure } from '~/parts/Note';
import { notifyOf, notifyUndoable } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { Pager, Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listApis } from '../applications/access';

const route = getRouteApi('/roles/$id');
const SIZE = 25;

export function Detail() {
  const { id } = route.useParams();
  const query = useQuery({
    queryKey: ['roles', 'one', id],
    queryFn: () => ask(Role, api.GET('/roles/{id}', { params: { path: { id } } })),
  });
  return (
    <Opened
      noun="Role"
      back={{ to: '/roles', label: 'Roles' }}
      query={query}
      head={(role) => ({
        title: role.name,
        beside: <Copyable text={role.id} label="the role’s id" />,
      })}
    >
      {(role) => (
        <>
          <Settings key={role.id} role={role} />
          <Permissions role={role} />
          <Members role={role} />
          <Remove
            noun="role"
            name={role.name}
            says="Whoever has it loses what it allows with their next token. Nobody is deleted."
            scope="delete:roles"
            act={() => tell(api.DELETE('/roles/{id}', { params: { path: { id: role.id } } }))}
            one={['roles', 'one', role.id]}
            list={['roles', 'list']}
            to="/roles"
          />
        </>
      )}
    </Opened>
  );
}

function Settings({ role }: { role: Role }) {
  const session = useSession();
  const draft = useDraft({ name: role.name, description: role.description ?? '' });
  const params = { path: { id: role.id } };
  const mayChange = session.may('update:roles');
  const { value } = draft;
  const { text } = fieldsOf(draft);
  return (
    <Saved
      at={['roles', 'one', role.id]}
      stale={['roles', 'list']}
      draft={draft}
      send={(body) => ask(Role, api.PATCH('/roles/{id}', { params, body: body as never }))}
      mayChange={mayChange}
      request={{ method: 'PATCH', path: `/roles/${role.id}` }}
      problem={value.name.trim() === '' ? 'A role needs a name.' : null}
    >
      <Groups>
        <Group title="What it is">
          <TextInput label="Name" {...text('name')} disabled={!mayChange} />
          <TextInput label="Description" {...text('description')} disabled={!mayChange} />
        </Group>
      </Groups>
    </Saved>
  );
}

/** A permission, as it is named. */
interface Named {
  permission_name: string;
  resource_server_identifier: string;
}

function Permissions({ role }: { role: Role }) {
  const session = useSession();
  const queries = useQueryClient();
  const apis = useQuery(listApis);
  const { page = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const setPage = (next: number) =>
    void navigate({ search: (known) => ({ ...known, page: next || undefined }), resetScroll: false });
  const [audience, setAudience] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const params = { path: { id: role.id } };
  const key = ['roles', 'permissions', role.id];
  const permissions = useQuery({
    queryKey: [...key, page],
    queryFn: () =>
      ask(
        PermissionPage,
        api.GET('/roles/{id}/permissions', {
          params: { ...params, query: { page, per_page: SIZE, include_totals: true } },
        }),
      ),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const giving = (permissions: Named[]) =>
    tell(api.POST('/roles/{id}/permissions', { params, body: { permissions } }));
  const taking = (permissions: Named[]) =>
    tell(api.DELETE('/roles/{id}/permissions', { params, body: { permissions } }));
  const give = useMutation({
    mutationFn: giving,
    onSuccess: (_, given) => {
      setChosen([]);
      notifyUndoable('The permissions were added.', () => taking(given).then(refresh));
      return refresh();
    },
  });
  const take = useMutation({
    mutationFn: taking,
    onSuccess: (_, taken) => {
      notifyUndoable('The permission was taken away.', () => giving(taken).then(refresh));
      return refresh();
    },
    onError: notifyOf,
  });
  const mayChange = session.may('update:roles');
  const scopes = apis.data?.find((one) => one.identifier === audience)?.scopes ?? [];
  return (
    <Stack gap="sm" component="section" aria-label="Permissions">
      <Title order={2}>Permissions</Title>
      {mayChange && (
        <Row align="flex-end">
          <Select
            label="API"
            placeholder="Choose an API"
            data={(apis.data ?? []).map((one) => ({ value: one.identifier, label: one.name }))}
            value={audience}
            onChange={(next) => {
              setAudience(next);
              setChosen([]);
            }}
            w={240}
          />
          <MultiSelect
            label="Permissions"
            placeholder={audience && scopes.length === 0 ? 'This API defines none' : 'Choose'}
            data={scopes.map((scope) => scope.value)}
            value={chosen}
            onChange={setChosen}
            searchable
            limit={50}
            disabled={audience === null}
            flex="1 1 240px"
          />
          <Button
            variant="light"
            onClick={() =>
              give.mutate(
                chosen.map((permission_name) => ({
                  permission_name,
                  resource_server_identifier: audience ?? '',
                })),
              )
            }
            loading={give.isPending}
            disabled={chosen.length === 0}
          >
            Add
          </Button>
        </Row>
      )}
      {give.error && <Failure error={give.error} />}
      <Things
        label="Permissions"
        rows={permissions.data?.permissions}
        error={permissions.error}
        id={(row) => `${row.resource_server_identifier} ${row.permission_name}`}
        columns={[
          { title: 'Permission', cell: (row) => <code>{row.permission_name}</code> },
          { title: 'What it allows', wide: true, cell: (row) => <Text c="dimmed">{row.description}</Text> },
          {
            title: 'API',
            wide: true,
            cell: (row) => row.resource_server_name ?? row.resource_server_identifier,
          },
          {
            title: '',
            width: 120,
            cell: (row) => (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  const { permission_name, resource_server_identifier } = row;
                  take.mutate([{ permission_name, resource_server_identifier }]);
                }}
                disabled={!mayChange}
                aria-label={`Take away ${row.permission_name}`}
              >
                Take away
              </Button>
            ),
          },
        ]}
        empty={
          <Empty title="It allows nothing yet">
            Choose an API above, and what people with this role may do there.
          </Empty>
        }
      />
      <Pager page={page} size={SIZE} total={permissions.data?.total ?? 0} go={setPage} />
    </Stack>
  );
}

const Member = z.looseObject({
  user_id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
});
const MemberPage = z.object({
  start: z.number(),
  limit: z.number(),
  total: z.number(),
  users: z.array(Member),
});

function Members({ role }: { role: Role }) {
  const { members: page = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const setPage = (next: number) =>
    void navigate({ search: (known) => ({ ...known, members: next || undefined }), resetScroll: false });
  const members = useQuery({
    queryKey: ['roles', 'members', role.id, page],
    queryFn: () => {
      const params = { path: { id: role.id }, query: { page, per_page: SIZE, include_totals: true } };
      return ask(MemberPage, api.GET('/roles/{id}/users', { params }));
    },
  });
  return (
    <Stack gap="sm" component="section" aria-label="Who has it">
      <Title order={2}>Who has it</Title>
      <Things
        label="Users with this role"
        rows={members.data?.users}
        error={members.error}
        id={(row) => row.user_id}
        to={(row) => `/users/${encodeURIComponent(row.user_id)}`}
        columns={[
          {
            title: 'User',
            cell: (row) => (
              <Link className="name" to="/users/$id/{-$tab}" params={{ id: row.user_id }}>
                {row.name ?? row.email ?? row.user_id}
              </Link>
            ),
          },
          { title: 'Address', wide: true, cell: (row) => row.email ?? '' },
        ]}
        empty={<Empty title="Nobody has it">Open a user, and give them the role under Roles.</Empty>}
      />
      <Pager page={page} size={SIZE} total={members.data?.total ?? 0} go={setPage} />
    </Stack>
  );
}
