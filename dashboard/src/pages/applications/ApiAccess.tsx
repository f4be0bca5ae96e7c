import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Api, Client, ClientGrant } from '~/api/shapes';
import { Waiting } from '~/parts/Detail';
import { Failure, Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { grantsOf, listApis } from './access';
import { GrantEditor, OnBehalf, type Subject } from './GrantEditor';
import { isPublic, ownershipOf } from './model';

/** Which APIs the application may use, for itself and for users. */
export default function ApiAccess({ client }: { client: Client }) {
  const apis = useQuery(listApis);
  const grants = useQuery(grantsOf(client.client_id));
  const [subject, setSubject] = useState<Subject>(client.app_type === 'non_interactive' ? 'client' : 'user');
  const problem = apis.error ?? grants.error;
  if (problem) return <Failure error={problem} />;
  if (!apis.data || !grants.data) return <Waiting />;
  const isThird = ownershipOf(client) !== 'first';
  const shown = apis.data.filter((one) => !(isThird && one.is_system));
  return (
    <Stack gap="md">
      <OnBehalf subject={subject} choose={setSubject} />
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
      {shown.length === 0 && (
        <Empty title="There is no API yet">
          An API is what tokens are for. Create one, and then let applications use it.
        </Empty>
      )}
      <Accordion variant="contained" chevronPosition="left">
        {shown.map((one) => {
          const grant = grants.data.find(
            (known) => known.audience === one.identifier && (known.subject_type ?? 'client') === subject,
          );
          return (
            <Accordion.Item key={one.id} value={one.id}>
              <Accordion.Control>
                <Group justify="space-between" gap="sm" pr="sm">
                  <div style={{ overflowWrap: 'anywhere' }}>
                    <Text fw={600}>{one.name || one.identifier}</Text>
                    <Text fz={13} c="dimmed" className="mono">
                      {one.identifier}
                    </Text>
                  </div>
                  <Standing api={one} grant={grant} subject={subject} client={client} />
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <GrantEditor
                  key={`${subject}${grant?.id}${grant?.scope.join(' ')}`}
                  api={one}
                  grant={grant}
                  subject={subject}
                  grantee={{ client_id: client.client_id }}
                  name={client.name || client.client_id}
                />
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
