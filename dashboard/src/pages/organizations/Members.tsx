import { Button, Group, Select, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, tell } from '~/api/client';
import { Confirm } from '~/parts/Confirm';
import { Failure } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Pager, Things } from '~/parts/Things';
import { useSession } from '~/session';
import { findUsers } from '../users/queries';
import { toQuery } from '../users/search';
import { MemberRoles } from './MemberRoles';
import { membersOf, type Organization, SIZE } from './queries';

const route = getRouteApi('/organizations/$id/{-$tab}');

export function Members({ organization }: { organization: Organization }) {
  const session = useSession();
  const queries = useQueryClient();
  const { page = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 300);
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, setOpened] = useState<{ user_id: string; name: string } | null>(null);
  const members = useQuery(membersOf(organization.id, page));
  const people = useQuery({ ...findUsers(toQuery(asked)), enabled: session.may('read:users') });
  const params = { path: { id: organization.id } };
  const refresh = () =>
    queries.invalidateQueries({ queryKey: ['organizations', 'members', organization.id] });
  const add = useMutation({
    mutationFn: () =>
      tell(api.POST('/organizations/{id}/members', { params, body: { members: chosen ? [chosen] : [] } })),
    onSuccess: () => {
      setChosen(null);
      notify('They are a member now.');
      return refresh();
    },
  });
  const mayAdd = session.may('create:organization_members');
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label="Add a user"
          placeholder="Name or address"
          data={(people.data?.users ?? []).map((user) => ({
            value: user.user_id,
            label:
              user.email && user.name && user.name !== user.email
                ? `${user.name} (${user.email})`
                : (user.email ?? user.name ?? user.user_id),
          }))}
          value={chosen}
          onChange={setChosen}
          onSearchChange={setTyped}
          searchable
          clearable
          // The server has searched already.
          filter={({ options }) => options}
          nothingFoundMessage="Nobody was found"
          disabled={!mayAdd}
          flex="1 1 280px"
          maw={420}
        />
        <Button
          variant="light"
          onClick={() => add.mutate()}
          loading={add.isPending}
          disabled={!mayAdd || chosen === null}
        >
          Add
        </Button>
      </Group>
      {add.error && <Failure error={add.error} />}
      <Things
        label="Members"
        rows={members.data?.members}
        error={members.error}
        id={(row) => row.user_id}
        to={(row) => `/users/${encodeURIComponent(row.user_id)}`}
        columns={[
          {
            title: 'Member',
            cell: (row) => (
              <Link className="name" to="/users/$id/{-$tab}" params={{ id: row.user_id }}>
                {row.name ?? row.email ?? row.user_id}
              </Link>
            ),
          },
          { title: 'Address', wide: true, cell: (row) => row.email ?? '' },
          {
            title: '',
            width: 180,
            cell: (row) => (
              <div className="row-actions">
                <Button
                  size="xs"
                  variant="default"
                  onClick={() =>
                    setOpened({ user_id: row.user_id, name: row.name ?? row.email ?? row.user_id })
                  }
                  disabled={!session.may('read:organization_member_roles')}
                >
                  Roles
                </Button>
                <Confirm
                  label="Remove"
                  size="xs"
                  variant="default"
                  title={`Remove ${row.name ?? row.email ?? row.user_id}?`}
                  disabled={!session.may('delete:organization_members')}
                  act={() =>
                    tell(
                      api.DELETE('/organizations/{id}/members', { params, body: { members: [row.user_id] } }),
                    )
                  }
                  done={() => {
                    notify('They are no member any more.');
                    void refresh();
                  }}
                >
                  They can’t log in to {organization.display_name ?? organization.name} any more, and lose the
                  roles that they have there. Their account stays.
                </Confirm>
              </div>
            ),
          },
        ]}
        empty={
          <Empty title="It has no members yet">
            Add somebody who has an account, or invite somebody by mail.
          </Empty>
        }
      />
      {opened && <MemberRoles organization={organization.id} member={opened} close={() => setOpened(null)} />}
      <Pager
        page={page}
        size={SIZE}
        total={members.data?.total ?? 0}
        go={(next) => void navigate({ search: { page: next || undefined } })}
      />
    </Stack>
  );
}
