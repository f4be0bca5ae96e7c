import {
  ActionIcon,
  Button,
  NumberInput,
  Group as Row,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { Api, ClientGrantPage } from '~/api/shapes';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Code, Copyable } from '~/parts/Copy';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Note, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty, Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { Missing } from '~/shell/Trouble';
import { listClients } from '../applications/queries';
import { scopeProblem } from './scopes';

const route = getRouteApi('/apis/$id/{-$tab}');

const TABS = [
  { value: 'settings', label: 'Settings', part: Settings },
  { value: 'scopes', label: 'Scopes', part: Scopes },
  { value: 'applications', label: 'Applications', part: Applications },
  { value: 'test', label: 'Test', part: Test },
] as const;

export function Detail() {
  const { id, tab = 'settings' } = route.useParams();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['apis', 'one', id],
    queryFn: () => ask(Api, api.GET('/resource-servers/{id}', { params: { path: { id } } })),
  });
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  const back = { to: '/apis', label: 'APIs' };
  const one = query.data;
  if (!one) {
    return (
      <Page title={query.error ? 'API' : '…'} back={back}>
        {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={one.name || one.identifier}
      back={back}
      beside={
        <>
          {one.is_system && <Tag>Built in</Tag>}
          <Copyable text={one.identifier} label="the audience" />
        </>
      }
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { id, tab: next === 'settings' ? undefined : next } })}
      />
      <current.part key={one.id} one={one} />
    </Page>
  );
}

function useSave<T extends Document>(one: Api, discard: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (patch: T | Document) =>
      ask(
        Api,
        api.PATCH('/resource-servers/{id}', { params: { path: { id: one.id } }, body: patch as never }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(['apis', 'one', one.id], saved);
      void queries.invalidateQueries({ queryKey: ['apis', 'list'] });
      discard();
      notify('Saved.');
    },
  });
}

const requestOf = (one: Api, body: Document) =>
  ({ method: 'PATCH', path: `/resource-servers/${one.id}`, body }) as const;

function Settings({ one }: { one: Api }) {
  const session = useSession();
  const draft = useDraft({
    name: one.name,
    token_lifetime: one.token_lifetime ?? 86_400,
    token_lifetime_for_web: one.token_lifetime_for_web ?? 7_200,
    allow_offline_access: one.allow_offline_access ?? false,
    enforce_policies: one.enforce_policies ?? false,
    token_dialect: one.token_dialect ?? 'access_token',
    skip_consent_for_verifiable_first_party_clients:
      one.skip_consent_for_verifiable_first_party_clients ?? false,
    subject_type_authorization: {
      user: { policy: one.subject_type_authorization?.user?.policy ?? 'allow_all' },
      client: { policy: one.subject_type_authorization?.client?.policy ?? 'require_client_grant' },
    },
  });
  const save = useSave(one, draft.discard);
  const { value, set } = draft;
  const mayChange = session.may('update:resource_servers');
  const fixed = !mayChange || one.is_system;
  const hasPermissions = value.token_dialect.endsWith('_authz');
  return (
    <Stack gap="lg">
      {one.is_system && (
        <Note>This API is built in: only the lifetimes of its tokens and consent can change.</Note>
      )}
      <Groups>
        <Group title="What it is">
          <TextInput
            label="Name"
            value={value.name}
            onChange={(event) => set('name', event.currentTarget.value)}
            disabled={fixed}
          />
        </Group>
        <Group
          title="Access tokens"
          says={`Signed with ${one.signing_alg ?? 'RS256'}. Short lives limit what a stolen token is worth.`}
        >
          <NumberInput
            label="Valid for (seconds)"
            value={value.token_lifetime}
            onChange={(next) => set('token_lifetime', Number(next))}
            min={1}
            max={2_592_000}
            thousandSeparator=","
            disabled={!mayChange}
            maw={280}
          />
          <NumberInput
            label="In browsers (seconds)"
            description="For tokens that come back in the address. Not longer than the other."
            value={value.token_lifetime_for_web}
            onChange={(next) => set('token_lifetime_for_web', Number(next))}
            min={1}
            max={value.token_lifetime}
            thousandSeparator=","
            disabled={!mayChange}
            maw={280}
          />
          <Switch
            label="Applications may stay logged in"
            description="They get refresh tokens where they ask for offline_access."
            checked={value.allow_offline_access}
            onChange={(event) => set('allow_offline_access', event.currentTarget.checked)}
            disabled={fixed}
          />
        </Group>
        <Group
          title="Who gets which scopes"
          says="With RBAC, people get the scopes that their roles give them, and no others."
        >
          <Switch
            label="Enforce permissions (RBAC)"
            checked={value.enforce_policies}
            onChange={(event) => set('enforce_policies', event.currentTarget.checked)}
            disabled={fixed}
          />
          <Switch
            label="Put the permissions into the token"
            description="A claim named permissions, beside scope. Only with RBAC."
            checked={hasPermissions}
            onChange={(event) => {
              const base = value.token_dialect.replace(/_authz$/, '');
              set('token_dialect', event.currentTarget.checked ? `${base}_authz` : base);
            }}
            disabled={fixed || !value.enforce_policies}
          />
          <Select
            label="Form of the token"
            data={[
              { value: 'access_token', label: 'As Auth0’s' },
              { value: 'rfc9068_profile', label: 'As RFC 9068 says' },
            ]}
            value={value.token_dialect.replace(/_authz$/, '')}
            onChange={(next) =>
              set('token_dialect', `${next ?? 'access_token'}${hasPermissions ? '_authz' : ''}`)
            }
            disabled={fixed}
            maw={280}
          />
        </Group>
        <Group
          title="Which applications"
          says="Strict third parties need a client grant, whatever is chosen here."
        >
          <Select
            label="For users"
            data={[
              { value: 'allow_all', label: 'every application' },
              { value: 'require_client_grant', label: 'those with a client grant' },
              { value: 'deny_all', label: 'none' },
            ]}
            value={value.subject_type_authorization.user.policy}
            onChange={(policy) =>
              set('subject_type_authorization', {
                ...value.subject_type_authorization,
                user: { policy: policy ?? 'allow_all' },
              })
            }
            disabled={fixed}
            maw={280}
          />
          <Select
            label="For themselves"
            data={[
              { value: 'require_client_grant', label: 'those with a client grant' },
              { value: 'deny_all', label: 'none' },
            ]}
            value={value.subject_type_authorization.client.policy}
            onChange={(policy) =>
              set('subject_type_authorization', {
                ...value.subject_type_authorization,
                client: { policy: policy ?? 'require_client_grant' },
              })
            }
            disabled={fixed}
            maw={280}
          />
          <Switch
            label="Your own applications ask for no consent"
            description="As long as their callback can be told to be theirs: no localhost, no scheme of their own."
            checked={value.skip_consent_for_verifiable_first_party_clients}
            onChange={(event) =>
              set('skip_consent_for_verifiable_first_party_clients', event.currentTarget.checked)
            }
            disabled={!mayChange}
          />
        </Group>
      </Groups>
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate(draft.patch)}
        request={requestOf(one, draft.patch)}
        problem={
          value.token_lifetime_for_web > value.token_lifetime
            ? 'In browsers, tokens can’t be valid for longer.'
            : null
        }
      />
      {!one.is_system && <Remove one={one} />}
    </Stack>
  );
}

function Scopes({ one }: { one: Api }) {
  const session = useSession();
  const draft = useDraft({ scopes: one.scopes });
  const save = useSave(one, draft.discard);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const { scopes } = draft.value;
  const problem =
    name === ''
      ? null
      : scopeProblem(
          name,
          scopes.map((scope) => scope.value),
        );
  const fixed = one.is_system || !session.may('update:resource_servers');
  return (
    <Stack gap="md">
      <Text c="dimmed" className="measure">
        What can be done at the API, each with a name such as <code>read:orders</code>. People see the
        description when they are asked for consent.
      </Text>
      {!fixed && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name === '' || problem) return;
            draft.set('scopes', [...scopes, { value: name, ...(description ? { description } : {}) }]);
            setName('');
            setDescription('');
          }}
        >
          <Row align="flex-start">
            <TextInput
              label="Scope"
              placeholder="read:orders"
              value={name}
              onChange={(event) => setName(event.currentTarget.value.trim())}
              error={problem}
              w={240}
            />
            <TextInput
              label="Description"
              placeholder="See your orders"
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
              flex="1 1 240px"
            />
            <Button type="submit" variant="light" mt={24} disabled={name === '' || problem !== null}>
              Add
            </Button>
          </Row>
        </form>
      )}
      <Things
        label="Scopes"
        rows={scopes}
        id={(scope) => scope.value}
        columns={[
          { title: 'Scope', cell: (scope) => <code>{scope.value}</code> },
          { title: 'Description', cell: (scope) => scope.description ?? '' },
          {
            title: '',
            width: 60,
            cell: (scope) =>
              !fixed && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${scope.value}`}
                  onClick={() =>
                    draft.set(
                      'scopes',
                      scopes.filter((known) => known.value !== scope.value),
                    )
                  }
                >
                  <IconTrash size={16} stroke={1.5} />
                </ActionIcon>
              ),
          },
        ]}
        empty={
          <Empty title="It has no scopes">
            Without scopes, whoever has a token may do everything that the API lets them.
          </Empty>
        }
      />
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate(draft.patch)}
        request={requestOf(one, draft.patch)}
      />
    </Stack>
  );
}

const grantsAt = (audience: string) => ({
  queryKey: ['client-grants', 'at', audience],
  queryFn: async () => {
    const query = { audience, per_page: 100, include_totals: true };
    return (await ask(ClientGrantPage, api.GET('/client-grants', { params: { query } }))).client_grants;
  },
});

function Applications({ one }: { one: Api }) {
  const grants = useQuery(grantsAt(one.identifier));
  const clients = useQuery(listClients({}));
  const name = (id: string | undefined) =>
    clients.data?.clients.find((client) => client.client_id === id)?.name ?? id ?? '';
  return (
    <Things
      label="Client grants"
      rows={grants.data}
      error={grants.error}
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
  );
}

/** How to get a token for the API, with the ids of an application that may. */
function Test({ one }: { one: Api }) {
  const { domain } = useSession();
  const grants = useQuery(grantsAt(one.identifier));
  const clients = useQuery(listClients({}));
  const machines = (grants.data ?? []).filter(
    (grant) => grant.client_id && (grant.subject_type ?? 'client') === 'client',
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const client = chosen ?? machines[0]?.client_id ?? null;
  if (grants.data && machines.length === 0) {
    return (
      <Empty title="No application may use it for itself">
        Let a machine-to-machine application use it: open the application, API access, For itself.
      </Empty>
    );
  }
  return (
    <Stack>
      <Select
        label="Application"
        data={machines.map((grant) => ({
          value: grant.client_id ?? '',
          label:
            clients.data?.clients.find((known) => known.client_id === grant.client_id)?.name ??
            grant.client_id ??
            '',
        }))}
        value={client}
        onChange={setChosen}
        maw={360}
      />
      <Text>1. Get a token. The secret is under the application’s Credentials.</Text>
      <Code
        text={`curl https://${domain}/oauth/token \\\n  -d grant_type=client_credentials \\\n  -d client_id=${client ?? ''} \\\n  -d client_secret="$CLIENT_SECRET" \\\n  -d audience='${one.identifier.replaceAll("'", "'\\''")}'`}
        label="the request"
      />
      <Text>2. Send it to the API, which checks signature, issuer, audience and expiry:</Text>
      <Code
        text={`curl ${one.identifier.startsWith('http') ? one.identifier : 'https://api.example/'} -H "Authorization: Bearer $TOKEN"`}
        label="the request"
      />
    </Stack>
  );
}

function Remove({ one }: { one: Api }) {
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <DangerZone
      title="Delete the API"
      says="No application gets a token for it any more. Client grants, permissions and consents for it are gone for good; tokens that are out work until they expire."
    >
      <Confirm
        label="Delete API"
        title={`Delete ${one.name}?`}
        name={one.name}
        disabled={!session.may('delete:resource_servers')}
        act={() => tell(api.DELETE('/resource-servers/{id}', { params: { path: { id: one.id } } }))}
        done={() => {
          queries.removeQueries({ queryKey: ['apis', 'one', one.id] });
          void queries.invalidateQueries({ queryKey: ['apis', 'list'] });
          notify(`${one.name} was deleted.`);
          void navigate({ to: '/apis' });
        }}
      >
        This can’t be undone.
      </Confirm>
    </DangerZone>
  );
}
