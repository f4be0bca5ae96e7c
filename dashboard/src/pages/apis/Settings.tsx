import { NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { api, tell } from '~/api/client';
import type { Api } from '~/api/shapes';
import { useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note } from '~/parts/Note';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { savingOf } from './queries';

export default function Settings({ one }: { one: Api }) {
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
  const { value, set } = draft;
  const { text, number, flag } = fieldsOf(draft);
  const mayChange = session.may('update:resource_servers');
  const fixed = !mayChange || one.is_system;
  const hasPermissions = value.token_dialect.endsWith('_authz');
  const problem =
    value.token_lifetime_for_web > value.token_lifetime
      ? 'In browsers, tokens can’t be valid for longer.'
      : value.name.trim() === ''
        ? 'An API needs a name.'
        : null;
  return (
    <Stack gap="lg">
      {one.is_system && (
        <Note>This API is built in: only the lifetimes of its tokens and consent can change.</Note>
      )}
      <Saved {...savingOf(one)} draft={draft} mayChange={mayChange} problem={problem}>
        <Groups>
          <Group title="What it is">
            <TextInput label="Name" {...text('name')} disabled={fixed} />
          </Group>
          <Group
            title="Access tokens"
            says={`Signed with ${one.signing_alg ?? 'RS256'}. Short lives limit what a stolen token is worth.`}
          >
            <NumberInput
              label="Valid for (seconds)"
              {...number('token_lifetime')}
              min={1}
              max={2_592_000}
              thousandSeparator=","
              disabled={!mayChange}
              maw={280}
            />
            <NumberInput
              label="In browsers (seconds)"
              description="For tokens that come back in the address. Not longer than the other."
              {...number('token_lifetime_for_web')}
              min={1}
              max={value.token_lifetime}
              thousandSeparator=","
              disabled={!mayChange}
              maw={280}
            />
            <Switch
              label="Applications may stay logged in"
              description="They get refresh tokens where they ask for offline_access."
              {...flag('allow_offline_access')}
              disabled={fixed}
            />
          </Group>
          <Group
            title="Who gets which scopes"
            says="With RBAC, people get the scopes that their roles give them, and no others."
          >
            <Switch label="Enforce permissions (RBAC)" {...flag('enforce_policies')} disabled={fixed} />
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
      </Saved>
      {!one.is_system && (
        <Remove
          noun="API"
          name={one.name || one.identifier}
          says="No application gets a token for it any more. Client grants, permissions and consents for it are gone for good; tokens that are out work until they expire."
          scope="delete:resource_servers"
          act={() => tell(api.DELETE('/resource-servers/{id}', { params: { path: { id: one.id } } }))}
          one={['apis', 'one', one.id]}
          list={['apis', 'list']}
          to="/apis"
        />
      )}
    </Stack>
  );
}
