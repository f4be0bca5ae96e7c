// The roles that somebody has in one organization alone.
import { Button, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { type Role, RolePage } from '~/api/shapes';
import { Loaded } from '~/parts/Detail';
import { Dialog } from '~/parts/Dialog';
import { Failure } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { useSession } from '~/session';
import { listRoles } from '../users/queries';

interface Props {
  organization: string;
  member: { user_id: string; name: string };
  close: () => void;
}

export function MemberRoles({ organization, member, close }: Props) {
  const path = { id: organization, user_id: member.user_id };
  const held = useQuery({
    queryKey: ['organizations', 'member-roles', organization, member.user_id],
    queryFn: async () => {
      const params = { path, query: { per_page: 100, include_totals: true } };
      return (await ask(RolePage, api.GET('/organizations/{id}/members/{user_id}/roles', { params }))).roles;
    },
    staleTime: 0,
  });
  return (
    <Dialog close={close} title={`Roles of ${member.name}`}>
      <Loaded query={held}>{(roles) => <Form path={path} held={roles} close={close} />}</Loaded>
    </Dialog>
  );
}

interface FormProps {
  path: { id: string; user_id: string };
  held: readonly Role[];
  close: () => void;
}

function Form({ path, held, close }: FormProps) {
  const session = useSession();
  const queries = useQueryClient();
  const all = useQuery({ ...listRoles, enabled: session.may('read:roles') });
  const before = held.map((role) => role.id);
  const [chosen, setChosen] = useState(before);
  const given = chosen.filter((id) => !before.includes(id));
  const taken = before.filter((id) => !chosen.includes(id));
  const save = useMutation({
    mutationFn: async () => {
      const where = '/organizations/{id}/members/{user_id}/roles';
      const params = { path };
      if (given.length > 0) await tell(api.POST(where, { params, body: { roles: given } }));
      if (taken.length > 0) await tell(api.DELETE(where, { params, body: { roles: taken } }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['organizations', 'member-roles', path.id, path.user_id] });
      notify('Their next token has the new roles.');
      close();
    },
  });
  const mayGive = session.may('create:organization_member_roles');
  const mayTake = session.may('delete:organization_member_roles');
  const may = (given.length === 0 || mayGive) && (taken.length === 0 || mayTake);
  const known = [...held, ...(all.data ?? [])].map((role) => [role.id, role.name] as const);
  return (
    <Stack>
      <Text c="dimmed">
        They count where somebody logs in to this organization, beside those of the user.
      </Text>
      <MultiSelect
        label="Roles"
        placeholder={chosen.length === 0 ? 'None' : ''}
        data={[...new Map(known)].map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={setChosen}
        searchable
        disabled={!mayGive && !mayTake}
        data-autofocus
      />
      {save.error && <Failure error={save.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={!may || given.length + taken.length === 0}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}
