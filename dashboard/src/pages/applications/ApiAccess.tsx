import { Accordion, Button, Checkbox, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import type { Api, Client, ClientGrant } from '~/api/shapes';
import { Failure, Note, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { useSession } from '~/session';
import { grantsOf, listApis } from './access';
import { isPublic, ownershipOf } from './model';

type Subject = 'client' | 'user';

/** Which APIs the application may use, for itself and for users. */
export default function ApiAccess({ client }: { client: Client }) {
  const apis = useQuery(listApis);
  const grants = useQuery(grantsOf(client.client_id));
  const [subject, setSubject] = useState<Subject>(client.app_type === 'non_interactive' ? 'client' : 'user');
  const problem = apis.error ?? grants.error;
  if (problem) return <Failure error={problem} />;
  const isThird = ownershipOf(client) !== 'first';
  const shown = (apis.data ?? []).filter((one) => !(isThird && one.is_system));
  return (
    <Stack gap="md">
      <SegmentedControl
        w="fit-content"
        data={[
          { value: 'user', label: 'For users' },
          { value: 'client', label: 'For itself' },
        ]}
        value={subject}
        onChange={(value) => setSubject(value as Subject)}
        aria-label="On whose behalf"
      />
      <Text c="dimmed" className="measure">
        {subject === 'client'
          ? 'What the application may do in its own name, with client credentials. Without a grant it gets nothing.'
          : 'What it may do for somebody who logged in. An API that is open to all applications needs no grant, except for strict third parties.'}
      </Text>
      {subject === 'client' && isPublic(client) && (
        <Note tone="warn">
          It is public, so it can’t get tokens in its own name. A grant here has no effect.
        </Note>
      )}
      {apis.data && shown.length === 0 && (
        <Empty title="There is no API yet">
          An API is what tokens are for. Create one, and then let applications use it.
        </Empty>
      )}
      <Accordion variant="contained" chevronPosition="left">
        {shown.map((one) => {
          const grant = grants.data?.find(
            (known) => known.audience === one.identifier && (known.subject_type ?? 'client') === subject,
          );
          return (
            <Accordion.Item key={one.id} value={one.id}>
              <Accordion.Control>
                <Group justify="space-between" gap="sm" pr="sm">
                  <div>
                    <Text fw={600}>{one.name}</Text>
                    <Text fz={13} c="dimmed" className="mono">
                      {one.identifier}
                    </Text>
                  </div>
                  <Standing api={one} grant={grant} subject={subject} client={client} />
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                {grants.data && (
                  <Grant
                    key={`${grant?.id}${grant?.scope.join(' ')}`}
                    api={one}
                    grant={grant}
                    subject={subject}
                    client={client}
                  />
                )}
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
    </Stack>
  );
}

interface Props {
  api: Api;
  grant: ClientGrant | undefined;
  subject: Subject;
  client: Client;
}

function Standing({ api: one, grant, subject, client }: Props) {
  if (grant?.allow_all_scopes) return <Tag tone="good">All scopes</Tag>;
  if (grant)
    return <Tag tone="good">{grant.scope.length === 1 ? '1 scope' : `${grant.scope.length} scopes`}</Tag>;
  const isOpen =
    subject === 'user' && (one.subject_type_authorization?.user?.policy ?? 'allow_all') === 'allow_all';
  if (isOpen && ownershipOf(client) !== 'strict') return <Tag tone="sea">Open to all applications</Tag>;
  return <Tag>No access</Tag>;
}

function Grant({ api: one, grant, subject, client }: Props) {
  const session = useSession();
  const queries = useQueryClient();
  const [scopes, setScopes] = useState<string[]>(grant?.scope ?? []);
  const [filter, setFilter] = useState('');
  const key = ['client-grants', client.client_id];
  const done = (text: string) => () => {
    notify(text);
    return queries.invalidateQueries({ queryKey: key });
  };
  const save = useMutation({
    mutationFn: () => {
      if (grant) {
        const path = { id: grant.id };
        return ask(
          z.unknown(),
          api.PATCH('/client-grants/{id}', { params: { path }, body: { scope: scopes } }),
        );
      }
      const body = {
        client_id: client.client_id,
        audience: one.identifier,
        scope: scopes,
        subject_type: subject,
      };
      return ask(z.unknown(), api.POST('/client-grants', { body }));
    },
    onSuccess: done(`${client.name} may use ${one.name}.`),
  });
  const remove = useMutation({
    mutationFn: () => tell(api.DELETE('/client-grants/{id}', { params: { path: { id: grant?.id ?? '' } } })),
    onSuccess: done(`${client.name} may not use ${one.name} any more.`),
  });
  const shown = one.scopes.filter((scope) => scope.value.includes(filter.trim()));
  const isChanged = !grant || [...scopes].sort().join(' ') !== [...grant.scope].sort().join(' ');
  const mayChange = session.may(grant ? 'update:client_grants' : 'create:client_grants');
  return (
    <Stack gap="sm">
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
          disabled={!mayChange || !isChanged}
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
            onClick={() => remove.mutate()}
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
