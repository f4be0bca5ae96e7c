import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { ConnectionPage } from '~/api/shapes';
import { Failure } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { connectionsOf, type Organization } from './queries';

export function Connections({ organization }: { organization: Organization }) {
  const session = useSession();
  const queries = useQueryClient();
  const enabled = useQuery(connectionsOf(organization.id));
  const all = useQuery({
    queryKey: ['connections', 'list'],
    queryFn: async () => {
      const query = { per_page: 100, include_totals: true };
      return (await ask(ConnectionPage, api.GET('/connections', { params: { query } }))).connections;
    },
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const params = { path: { id: organization.id } };
  const refresh = () =>
    queries.invalidateQueries({ queryKey: ['organizations', 'connections', organization.id] });
  const add = useMutation({
    mutationFn: () =>
      tell(
        api.POST('/organizations/{id}/enabled_connections', {
          params,
          body: { connection_id: chosen ?? '', assign_membership_on_login: false },
        }),
      ),
    onSuccess: () => {
      setChosen(null);
      notify('People can log in to it with this connection.');
      return refresh();
    },
  });
  const change = useMutation({
    mutationFn: ({ id, joins }: { id: string; joins: boolean | null }) => {
      const path = { ...params.path, connectionId: id };
      return tell(
        joins === null
          ? api.DELETE('/organizations/{id}/enabled_connections/{connectionId}', { params: { path } })
          : api.PATCH('/organizations/{id}/enabled_connections/{connectionId}', {
              params: { path },
              body: { assign_membership_on_login: joins },
            }),
      );
    },
    onSuccess: (_, { joins }) => {
      notify(joins === null ? 'The connection was removed.' : 'Saved.');
      return refresh();
    },
    onError: notifyOf,
  });
  const free = (all.data ?? []).filter(
    (one) => !enabled.data?.some((known) => known.connection_id === one.id),
  );
  const mayAdd = session.may('create:organization_connections');
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label="Add a connection"
          placeholder={free.length === 0 ? 'It has all of them' : 'Choose'}
          data={free.map((one) => ({ value: one.id, label: one.name }))}
          value={chosen}
          onChange={setChosen}
          disabled={!mayAdd || free.length === 0}
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
        label="Connections of the organization"
        rows={enabled.data}
        error={enabled.error}
        id={(row) => row.connection_id}
        columns={[
          {
            title: 'Connection',
            cell: (row) => <Text fw={500}>{row.connection?.name ?? row.connection_id}</Text>,
          },
          {
            title: 'Whoever logs in becomes a member',
            cell: (row) => (
              <Switch
                aria-label={`Whoever logs in with ${row.connection?.name ?? row.connection_id} becomes a member`}
                checked={row.assign_membership_on_login}
                onChange={(event) =>
                  change.mutate({ id: row.connection_id, joins: event.currentTarget.checked })
                }
                disabled={!session.may('update:organization_connections')}
              />
            ),
          },
          {
            title: '',
            width: 110,
            cell: (row) => (
              <Button
                size="xs"
                variant="default"
                onClick={() => change.mutate({ id: row.connection_id, joins: null })}
                disabled={!session.may('delete:organization_connections')}
              >
                Remove
              </Button>
            ),
          },
        ]}
        empty={
          <Empty title="It has no connection yet">
            Without one, members log in with the connections of the application. Add one to say how its people
            log in.
          </Empty>
        }
      />
    </Stack>
  );
}
