import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Client } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { TextLink } from '~/parts/TextLink';
import { useSession } from '~/session';
import { listApis } from '../applications/access';
import { OWNERSHIP_LABELS, ownershipOf, typeOf } from '../applications/model';
import { listClients } from '../applications/queries';
import { readConnections } from '../connections/queries';
import { countConsents, defaultGrants } from './queries';

export default function ThirdParties() {
  const clients = useQuery(listClients({ owner: 'third' }));
  return (
    <Stack gap="lg">
      <AllThings
        label="Third-party applications"
        rows={clients.data?.clients}
        error={clients.error}
        retry={() => void clients.refetch()}
        id={(client) => client.client_id}
        to={(client) => `/applications/${client.client_id}`}
        columns={[
          {
            title: 'Application',
            cell: (client) => (
              <>
                <Link className="name" to="/applications/$id/{-$tab}" params={{ id: client.client_id }}>
                  {client.name || client.client_id}
                </Link>
                <Text fz={13} c="dimmed">
                  {typeOf(client).label}
                </Text>
              </>
            ),
          },
          {
            title: 'Kind',
            wide: true,
            cell: (client) => <Tag tone="clay">{OWNERSHIP_LABELS[ownershipOf(client)]}</Tag>,
          },
          {
            title: 'How it came',
            wide: true,
            cell: (client) =>
              client.external_client_id ? 'by the address of what it publishes' : 'made or registered here',
          },
          {
            title: 'Consents',
            width: 120,
            cell: (client) => <Count client={client} />,
          },
        ]}
        empty={
          <Empty
            title="There is no third-party application"
            action={<TextLink to="/applications/new">Create one</TextLink>}
          >
            What belongs to somebody else and uses your APIs for your users. People are always asked for their
            consent, and see whose it is.
          </Empty>
        }
      />
      <Reach />
    </Stack>
  );
}

/** How many people have agreed to something of it: asked for once its row is there. */
function Count({ client }: { client: Client }) {
  const may = useSession().may('read:grants');
  const count = useQuery({ ...countConsents(client.client_id), enabled: may });
  if (count.data === undefined) return may ? '…' : '–';
  return (
    <TextLink to="/consents/{-$tab}" params={{ tab: 'given' }} search={{ client: client.client_id }}>
      {count.data.toLocaleString()}
    </TextLink>
  );
}

/** What is open to all of them. */
function Reach() {
  const session = useSession();
  const connections = useQuery({ ...readConnections, enabled: session.may('read:connections') });
  const grants = useQuery({ ...defaultGrants, enabled: session.may('read:client_grants') });
  const apis = useQuery({ ...listApis, enabled: session.may('read:resource_servers') });
  const open = connections.data?.filter((one) => one.is_domain_connection);
  const nameOf = (audience: string) =>
    apis.data?.find((one) => one.identifier === audience)?.name ?? audience;
  return (
    <Paper p="lg" component="section" aria-label="What is open to all third parties">
      <Stack gap="md">
        <Title order={2}>What is open to all third parties</Title>
        <Stack gap={6}>
          <Text fw={500}>Whom they can log in</Text>
          {open?.length === 0 && (
            <Note tone="warn">
              Nobody: no connection is open to the whole domain. Open one under{' '}
              <TextLink to="/connections">Connections</TextLink>.
            </Note>
          )}
          <Group gap="sm">
            {open?.map((one) => (
              <TextLink key={one.id} to="/connections/$id" params={{ id: one.id }}>
                {one.display_name ?? one.name}
              </TextLink>
            ))}
          </Group>
        </Stack>
        <Stack gap={6}>
          <Text fw={500}>What they can ask for without a grant of their own</Text>
          {grants.data?.length === 0 && (
            <Text c="dimmed">
              Nothing but who somebody is. Give one of them access to an API under its API access, or all of
              them under the API’s Applications.
            </Text>
          )}
          {grants.data?.map((grant) => (
            <Group key={grant.id} gap={6}>
              <Text>{nameOf(grant.audience)}:</Text>
              {grant.allow_all_scopes
                ? 'all scopes'
                : grant.scope.map((scope) => <code key={scope}>{scope}</code>)}
            </Group>
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}
