// What an application may ask for at an API: the scopes of its client grant.
import { Button, Checkbox, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { type Api, ClientGrant } from '~/api/shapes';
import { LeaveGuard } from '~/parts/Form';
import { Failure } from '~/parts/Note';
import { notifyUndoable } from '~/parts/notices';
import { useSession } from '~/session';

/** On whose behalf. */
export type Subject = 'client' | 'user';

/** Chooses between the two. */
export function OnBehalf({ subject, choose }: { subject: Subject; choose: (subject: Subject) => void }) {
  return (
    <SegmentedControl
      w="fit-content"
      data={[
        { value: 'user', label: 'For users' },
        { value: 'client', label: 'For itself' },
      ]}
      value={subject}
      onChange={(value) => choose(value as Subject)}
      aria-label="On whose behalf"
    />
  );
}

interface Props {
  api: Api;
  grant: ClientGrant | undefined;
  subject: Subject;
  /** Whose it is: one application’s, or that of all which have none of their own. */
  grantee: { client_id: string } | { default_for: 'third_party_clients' };
  /** What it is called in what is said afterwards. */
  name: string;
}

/** What somebody may ask for at an API. */
export function GrantEditor({ api: one, grant, subject, grantee, name }: Props) {
  const session = useSession();
  const queries = useQueryClient();
  const [scopes, setScopes] = useState<string[]>(grant?.scope ?? []);
  const [filter, setFilter] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: ['client-grants'] });
  const make = (scope: string[]) => {
    const body = { ...grantee, audience: one.identifier, scope, subject_type: subject };
    return ask(ClientGrant, api.POST('/client-grants', { body: body as never }));
  };
  const change = (id: string, scope: string[]) =>
    ask(ClientGrant, api.PATCH('/client-grants/{id}', { params: { path: { id } }, body: { scope } }));
  const drop = (id: string) => tell(api.DELETE('/client-grants/{id}', { params: { path: { id } } }));
  const target = one.name || one.identifier;
  const save = useMutation({
    mutationFn: () => (grant ? change(grant.id, scopes) : make(scopes)),
    onSuccess: ({ id }) => {
      notifyUndoable(`${name} may use ${target}.`, () =>
        (grant ? change(id, grant.scope) : drop(id)).then(refresh),
      );
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (known: ClientGrant) => drop(known.id),
    onSuccess: (_, { scope }) => {
      notifyUndoable(`${name} may not use ${target} any more.`, () => make(scope).then(refresh));
      return refresh();
    },
  });
  const shown = one.scopes.filter((scope) => scope.value.includes(filter.trim()));
  const isDirty = [...scopes].sort().join(' ') !== [...(grant?.scope ?? [])].sort().join(' ');
  const mayChange = session.may(grant ? 'update:client_grants' : 'create:client_grants');
  return (
    <Stack gap="sm">
      <LeaveGuard isDirty={isDirty && !save.isPending && !save.isSuccess} />
      {one.scopes.length > 12 && (
        <TextInput
          aria-label="Search scopes"
          placeholder="Search scopes"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          maw={320}
        />
      )}
      {one.scopes.length === 0 ? (
        <Text c="dimmed">
          This API defines no scopes: a grant lets the application in, and the API decides the rest.
        </Text>
      ) : (
        <Checkbox.Group value={scopes} onChange={setScopes} aria-label={`Scopes of ${one.name}`}>
          <Stack gap={6} mah={360} style={{ overflowY: 'auto' }} p={2}>
            {shown.map((scope) => (
              <Checkbox
                key={scope.value}
                value={scope.value}
                label={<code>{scope.value}</code>}
                description={scope.description}
                disabled={!mayChange}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {(save.error ?? remove.error) && <Failure error={save.error ?? remove.error} />}
      <Group>
        <Button
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={!mayChange || (grant !== undefined && !isDirty)}
          variant="light"
        >
          {grant ? 'Save scopes' : 'Give access'}
        </Button>
        {shown.length > 1 && (
          <Button
            variant="default"
            onClick={() => setScopes(shown.map((scope) => scope.value))}
            disabled={!mayChange}
          >
            Tick all
          </Button>
        )}
        {grant && (
          <Button
            variant="outline"
            color="bad"
            onClick={() => remove.mutate(grant)}
            loading={remove.isPending}
            disabled={!session.may('delete:client_grants')}
          >
            Take access away
          </Button>
        )}
      </Group>
    </Stack>
  );
}
