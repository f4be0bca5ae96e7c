import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, tell } from '~/api/client';
import { Failure } from '~/parts/Note';
import { notify, notifyOf, notifyUndoable } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { readConnections } from '../connections/queries';
import { connectionsOf, type Organization } from './queries';

interface Enabling {
  id: string;
  /** Whether whoever logs in becomes a member. */
  joins: boolean;
}

export function Connections({ organization }: { organization: Organization }) {
  const session = useSession();
  const queries = useQueryClient();
  const enabled = useQuery(connectionsOf(organization.id));
  const all = useQuery(readConnections);
  const [chosen, setChosen] = useState<string | null>(null);
  const params = { path: { id: organization.id } };
  const refresh = () =>
    queries.invalidateQueries({ queryKey: ['organizations', 'connections', organization.id] });
  const adding = (connection_id: string, joins: boolean) =>
    tell(
      api.POST('/organizations/{id}/enabled_connections', {
        params,
        body: { connection_id, assign_membership_on_login: joins },
      }),
    );
  const removing = (connectionId: string) => {
    const path = { ...params.path, connectionId };
    return tell(api.DELETE('/organizations/{id}/enabled_connections/{connectionId}', { params: { path } }));
  };
  const add = useMutation({
    mutationFn: (id: string) => adding(id, false),
    onSuccess: (_, id) => {
      setChosen(null);
      notifyUndoable('People can log in to it with this connection.', () => removing(id).then(refresh));
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: ({ id }: Enabling) => removing(id),
    onSuccess: (_, { id, joins }) => {
      notifyUndoable('The connection was removed.', () => adding(id, joins).then(refresh));
      return refresh();
    },
    onError: notifyOf,
  });
  const change = useMutation({
    mutationFn: ({ id, joins }: Enabling) => {
      const path = { ...params.path, connectionId: id };
      const body = { assign_membership_on_login: joins };
      return tell(
        api.PATCH('/organizations/{id}/enabled_connections/{connectionId}', { params: { path }, body }),
      );
    },
    // Shown at once, and taken back where it failed.
    onMutate: ({ id, joins }) => {
      const { queryKey } = connectionsOf(organization.id);
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(
        queryKey,
        before?.map((one) =>
          one.connection_id === id ? { ...one, assign_membership_on_login: joins } : one,
        ),
      );
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(connectionsOf(organization.id).queryKey, context?.before);
      notifyOf(error);
    },
    onSuccess: (_, { id, joins }) =>
      notify(joins ? 'Whoever logs in becomes a member.' : 'Members are added by hand.', () =>
        change.mutate({ id, joins: !joins }),
      ),
    onSettled: refresh,
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
          onClick={() => chosen && add.mutate(chosen)}
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
                onClick={() =>
                  remove.mutate({ id: row.connection_id, joins: row.assign_membership_on_login })
                }
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
