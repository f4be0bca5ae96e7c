import { Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, ask, tell } from '~/api/client';
import { Connection } from '~/api/shapes';
import { AllThings } from '~/parts/AllThings';
import { Copyable } from '~/parts/Copy';
import { Detail as Opened } from '~/parts/Detail';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { useSwitching } from '~/parts/useSwitching';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';
import { Directory } from './Directory';
import { KINDS, kindOf, optionsOf, problemOf, typedOf } from './kinds';
import { merged, settingsOf } from './options';
import { ProviderFields } from './ProviderFields';
import { readApplications, readConnection } from './queries';
import { Try } from './Try';

const route = getRouteApi('/connections/$id');

export function Detail() {
  const { id } = route.useParams();
  return (
    <Opened
      noun="Connection"
      back={{ to: '/connections', label: 'Connections' }}
      query={useQuery(readConnection(id))}
      head={(connection) => ({
        title: connection.display_name ?? connection.name,
        beside: (
          <>
            <Tag>{kindOf(connection.strategy)}</Tag>
            {connection.is_domain_connection && <Tag tone="clay">Whole domain</Tag>}
            <Copyable text={connection.name} label="the name" />
            <Copyable text={connection.id} label="the connection’s id" />
          </>
        ),
        actions: <Trying connection={connection} />,
      })}
    >
      {(connection) => (
        <>
          <Settings key={connection.id} connection={connection} />
          <Applications connection={connection} />
          <Directory connection={connection} />
          <Remove
            noun="connection"
            name={connection.name}
            says={
              connection.strategy === 'auth0'
                ? 'Its users and their passwords are deleted with it, for good. Nobody can log in with it any more.'
                : 'Nobody can log in with it any more, and the accounts that came through it are gone for good.'
            }
            scope="delete:connections"
            act={() => tell(api.DELETE('/connections/{id}', { params: { path: { id: connection.id } } }))}
            one={['connections', 'one', connection.id]}
            list={['connections', 'list']}
            to="/connections"
          />
        </>
      )}
    </Opened>
  );
}

function Trying({ connection }: { connection: Connection }) {
  const enabled = useQuery(readApplications(connection.id));
  return <Try connection={connection} enabled={enabled.data} />;
}

function Settings({ connection }: { connection: Connection }) {
  const session = useSession();
  const isDatabase = connection.strategy === 'auth0';
  const kind = KINDS[connection.strategy];
  const before = settingsOf(connection.options);
  const draft = useDraft({
    display_name: connection.display_name ?? '',
    is_domain_connection: connection.is_domain_connection ?? false,
    ...before,
    provider: kind ? typedOf(kind, connection.options) : {},
  });
  const { value, set, patch } = draft;
  const { text, flag } = fieldsOf(draft);
  const body: Document = {};
  for (const name of ['display_name', 'is_domain_connection'] as const)
    if (name in patch) body[name] = value[name];
  const options = merged(connection.options, before, value);
  if (
    isDatabase &&
    ['signup', 'selfService', 'bruteForce', 'importMode', 'policy'].some((name) => name in patch)
  ) {
    body.options = options;
  }
  if (kind && 'provider' in patch) body.options = optionsOf(kind, value.provider, connection.options);
  const params = { path: { id: connection.id } };
  const disabled = !session.may('update:connections');
  return (
    <Saved
      at={['connections', 'one', connection.id]}
      stale={['connections', 'list']}
      draft={draft}
      send={(body) => ask(Connection, api.PATCH('/connections/{id}', { params, body: body as never }))}
      mayChange={!disabled}
      request={{ method: 'PATCH', path: `/connections/${connection.id}` }}
      body={body}
      shown={masked(body)}
      problem={kind && 'provider' in patch ? problemOf(kind, value.provider) : null}
    >
      <Groups>
        <Group title="What it is">
          <TextInput
            label="Display name"
            description="On the button with which people choose it."
            placeholder={connection.name}
            {...text('display_name')}
            disabled={disabled}
          />
          <Switch
            label="Open to the whole domain"
            description="Third-party applications log their people in with it, too."
            {...flag('is_domain_connection')}
            disabled={disabled}
          />
        </Group>
        {isDatabase && (
          <Group title="Accounts" says="Who may have one, and who may change it.">
            <Switch
              label="People may sign up themselves"
              description="Otherwise accounts are made by administrators and invitations."
              {...flag('signup')}
              disabled={disabled}
            />
            <Switch
              label="People may reset a forgotten password"
              {...flag('selfService')}
              disabled={disabled}
            />
            <Switch
              label="Import users from another database as they log in"
              description="With the connection’s scripts."
              {...flag('importMode')}
              disabled={disabled}
            />
          </Group>
        )}
        {isDatabase && (
          <Group
            title="Passwords"
            says="A new rule counts from the next password on; those that people have stay good."
          >
            {value.policy === null ? (
              <Note>
                This connection has the newer options for passwords. They can be changed with the Management
                API.
              </Note>
            ) : (
              <Select
                label="Strength"
                data={[
                  { value: 'none', label: 'any password' },
                  { value: 'low', label: 'at least 6 characters' },
                  { value: 'fair', label: 'at least 8, with capitals, small letters and digits' },
                  { value: 'good', label: 'at least 8, three kinds of character' },
                  { value: 'excellent', label: 'at least 10, three kinds, none thrice in a row' },
                ]}
                value={value.policy}
                onChange={(next) => set('policy', next ?? 'good')}
                disabled={disabled}
                maw={420}
              />
            )}
            <Switch
              label="Block whoever guesses"
              description="After ten wrong passwords from one address, the account is closed to it."
              {...flag('bruteForce')}
              disabled={disabled}
            />
          </Group>
        )}
        {!isDatabase && (
          <Group
            title="The provider"
            says={
              <Stack gap={6} align="flex-start">
                <span>Tell it to send people back to this address:</span>
                <Copyable text={`https://${session.domain}/login/callback`} label="the callback address" />
              </Stack>
            }
          >
            {kind ? (
              <ProviderFields
                kind={kind}
                typed={value.provider}
                change={(next) => set('provider', next)}
                disabled={disabled}
              />
            ) : (
              <Note>
                This kind is changed with the Management API: options of PATCH /connections/{connection.id}.
              </Note>
            )}
          </Group>
        )}
      </Groups>
    </Saved>
  );
}

/** The request as it is shown: secrets stay out of it. */
function masked(body: Document): Document {
  if (typeof body.options !== 'object' || body.options === null) return body;
  const shown = Object.entries(body.options).map(([name, value]) => [
    name,
    /secret|private_key|password/.test(name) && typeof value === 'string' ? '…' : value,
  ]);
  return { ...body, options: Object.fromEntries(shown) };
}

function Applications({ connection }: { connection: Connection }) {
  const session = useSession();
  const clients = useQuery(listClients({}));
  const params = { path: { id: connection.id } };
  const enabled = useQuery(readApplications(connection.id));
  const change = useSwitching(
    readApplications(connection.id).queryKey,
    ({ id, on }) =>
      tell(
        api.PATCH('/connections/{id}/clients', { params, body: [{ client_id: id, status: on }] as never }),
      ),
    ({ on }) => (on ? 'It logs people in with it.' : 'It logs nobody in with it any more.'),
  );
  const shown = clients.data?.clients.filter(
    (client) => client.app_type !== 'non_interactive' && client.is_first_party,
  );
  return (
    <Stack gap="sm" component="section" aria-label="Applications">
      <div>
        <Title order={2}>Applications</Title>
        <Text c="dimmed">Those that log people in with it.</Text>
      </div>
      <AllThings
        label="Applications of the connection"
        rows={enabled.data && shown}
        error={clients.error ?? enabled.error}
        id={(client) => client.client_id}
        columns={[
          {
            title: 'Application',
            cell: (client) => (
              <Link className="name" to="/applications/$id/{-$tab}" params={{ id: client.client_id }}>
                {client.name || client.client_id}
              </Link>
            ),
          },
          {
            title: 'In use',
            width: 110,
            cell: (client) => (
              <Switch
                aria-label={`${client.name} logs people in with it`}
                checked={enabled.data?.has(client.client_id) ?? false}
                onChange={(event) => change.mutate({ id: client.client_id, on: event.currentTarget.checked })}
                disabled={!session.may('update:connections')}
              />
            ),
          },
        ]}
        empty={
          <Empty title="No application logs people in">
            Create one, and switch the connection on for it.
          </Empty>
        }
      />
    </Stack>
  );
}
