import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Api, ClientGrant } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Failure, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { GrantEditor, OnBehalf, type Subject } from '../applications/GrantEditor';
import { listClients } from '../applications/queries';
import { grantsAt } from './queries';

export default function Applications({ one }: { one: Api }) {
  const grants = useQuery(grantsAt(one.identifier));
  const clients = useQuery(listClients({}));
  const name = (id: string | undefined) =>
    clients.data?.clients.find((client) => client.client_id === id)?.name ?? id ?? '';
  if (grants.error) return <Failure error={grants.error} retry={() => void grants.refetch()} />;
  return (
    <Stack gap="lg">
      <AllThings
        label="Client grants"
        rows={grants.data}
        id={(grant) => grant.id}
        columns={[
          {
            title: 'Application',
            cell: (grant) =>
              grant.client_id ? (
                <Link
                  className="name"
                  to="/applications/$id/{-$tab}"
                  params={{ id: grant.client_id, tab: 'apis' }}
                >
                  {name(grant.client_id)}
                </Link>
              ) : (
                <Tag tone="clay">All third parties</Tag>
              ),
          },
          { title: 'For', width: 110, cell: (grant) => (grant.subject_type === 'user' ? 'users' : 'itself') },
          {
            title: 'Scopes',
            cell: (grant) =>
              grant.allow_all_scopes
                ? 'all'
                : grant.scope.length > 6
                  ? `${grant.scope.length} scopes`
                  : grant.scope.map((scope) => <code key={scope}>{scope} </code>),
          },
        ]}
        empty={
          <Empty title="No application has a grant for it">
            Open an application, and give it access under API access. For users, an API that is open to all
            needs no grant.
          </Empty>
        }
      />
      {!one.is_system && grants.data && <Defaults one={one} grants={grants.data} />}
    </Stack>
  );
}

/** What third parties may ask for that have no grant of their own. */
function Defaults({ one, grants }: { one: Api; grants: readonly ClientGrant[] }) {
  const [subject, setSubject] = useState<Subject>('user');
  const grant = grants.find(
    (known) => known.default_for !== undefined && (known.subject_type ?? 'client') === subject,
  );
  return (
    <Paper p="lg" component="section" aria-label="Default permissions for third parties">
      <Stack>
        <div>
          <Title order={2}>Default permissions for third parties</Title>
          <Text c="dimmed" className="measure">
            What every third-party application may ask for here, those that register themselves too. One that
            has a grant of its own has that instead. People are asked for their consent all the same.
          </Text>
        </div>
        <OnBehalf subject={subject} choose={setSubject} />
        <GrantEditor
          key={`${subject}${grant?.id}${grant?.scope.join(' ')}`}
          api={one}
          grant={grant}
          subject={subject}
          grantee={{ default_for: 'third_party_clients' }}
          name="Every third party"
        />
      </Stack>
    </Paper>
  );
}
