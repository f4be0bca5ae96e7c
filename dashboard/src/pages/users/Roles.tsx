import { Button, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { allPages } from '~/api/pages';
import { type Permission, PermissionPage, type User } from '~/api/shapes';
import { Failure } from '~/parts/Note';
import { notifyUndoable } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { listRoles, rolesOf } from './queries';

/** What the user may do, and from which role. */
export default function Roles({ user }: { user: User }) {
  const session = useSession();
  const queries = useQueryClient();
  const held = useQuery(rolesOf(user.user_id));
  const all = useQuery({ ...listRoles, enabled: session.may('read:roles') });
  const [chosen, setChosen] = useState<string[]>([]);
  const params = { path: { id: user.user_id } };
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['users', 'roles', user.user_id] }),
      queries.invalidateQueries({ queryKey: ['users', 'permissions', user.user_id] }),
    ]);
  const giving = (ids: string[]) => tell(api.POST('/users/{id}/roles', { params, body: { roles: ids } }));
  const taking = (ids: string[]) => tell(api.DELETE('/users/{id}/roles', { params, body: { roles: ids } }));
  const give = useMutation({
    mutationFn: giving,
    onSuccess: (_, ids) => {
      notifyUndoable(ids.length === 1 ? 'The role was given.' : 'The roles were given.', () =>
        taking(ids).then(refresh),
      );
      setChosen([]);
      return refresh();
    },
  });
  const take = useMutation({
    mutationFn: taking,
    onSuccess: (_, ids) => {
      notifyUndoable('The role was taken away.', () => giving(ids).then(refresh));
      return refresh();
    },
  });
  const free = (all.data ?? []).filter((role) => !held.data?.some((known) => known.id === role.id));
  const mayGive = session.may('update:users', 'create:role_members');
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <MultiSelect
          label="Give roles"
          placeholder={free.length === 0 ? 'They have all of them' : 'Choose'}
          data={free.map((role) => ({ value: role.id, label: role.name }))}
          value={chosen}
          onChange={setChosen}
          searchable
          disabled={!mayGive}
          flex="1 1 280px"
          maw={520}
        />
        <Button
          variant="light"
          onClick={() => give.mutate(chosen)}
          loading={give.isPending}
          disabled={!mayGive || chosen.length === 0}
        >
          Give
        </Button>
      </Group>
      {(give.error ?? take.error) && <Failure error={give.error ?? take.error} />}
      <Things
        label="Roles"
        rows={held.data}
        error={held.error}
        id={(role) => role.id}
        to={(role) => `/roles/${role.id}`}
        columns={[
          {
            title: 'Role',
            cell: (role) => (
              <>
                <Link className="name" to="/roles/$id" params={{ id: role.id }}>
                  {role.name}
                </Link>
                <Text fz={13} c="dimmed">
                  {role.description}
                </Text>
              </>
            ),
          },
          {
            title: '',
            width: 120,
            cell: (role) => (
              <Button
                variant="default"
                size="xs"
                onClick={() => take.mutate([role.id])}
                disabled={!session.may('update:users', 'delete:role_members')}
                aria-label={`Take away ${role.name}`}
              >
                Take away
              </Button>
            ),
          },
        ]}
        empty={
          <Empty title="No role yet">
            A role is a set of permissions. Whoever has one of the roles named “Dashboard …” can log in here.
          </Empty>
        }
      />
      <Permissions user={user} />
    </Stack>
  );
}

function Permissions({ user }: { user: User }) {
  const permissions = useQuery({
    queryKey: ['users', 'permissions', user.user_id],
    queryFn: () =>
      allPages(async (query) => {
        const params = { path: { id: user.user_id }, query };
        const page = await ask(PermissionPage, api.GET('/users/{id}/permissions', { params }));
        return { rows: page.permissions, total: page.total };
      }),
  });
  return (
    <Stack gap="sm">
      <Text fw={600} component="h2">
        What they may do in the end
      </Text>
      <Things<Permission>
        label="Permissions"
        rows={permissions.data?.rows}
        error={permissions.error}
        id={(row) => `${row.resource_server_identifier} ${row.permission_name}`}
        columns={[
          {
            title: 'Permission',
            cell: (row) => (
              <>
                <code>{row.permission_name}</code>
                <Text fz={13} c="dimmed" hiddenFrom="md">
                  {row.resource_server_name ?? row.resource_server_identifier}
                </Text>
              </>
            ),
          },
          {
            title: 'API',
            wide: true,
            cell: (row) => row.resource_server_name ?? row.resource_server_identifier,
          },
        ]}
        empty={
          <Empty title="No permission">At APIs that enforce permissions (RBAC) they get no scope.</Empty>
        }
      />
    </Stack>
  );
}
