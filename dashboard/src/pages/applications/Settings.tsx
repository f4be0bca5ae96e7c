import { Checkbox, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { api, tell } from '~/api/client';
import type { Client } from '~/api/shapes';
import { useDraft } from '~/parts/draft';
import { Group, Groups, Lines } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note } from '~/parts/Note';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { GRANTS, signature } from './grants';
import { APP_TYPES, isPublic, ownershipOf, TYPES } from './model';
import { savingOf } from './saving';
import { checkCallback, checkOrigin } from './urls';

const DAY = 86_400;

/** The settings of this page, as the document has them. */
function settings(client: Client) {
  return {
    name: client.name,
    description: client.description ?? '',
    app_type: client.app_type,
    logo_uri: client.logo_uri ?? '',
    initiate_login_uri: client.initiate_login_uri ?? '',
    callbacks: client.callbacks,
    allowed_logout_urls: client.allowed_logout_urls,
    web_origins: client.web_origins,
    allowed_origins: client.allowed_origins,
    grant_types: client.grant_types,
    jwt_configuration: client.jwt_configuration ?? {},
    refresh_token: client.refresh_token ?? {},
    organization_usage: client.organization_usage ?? 'deny',
    organization_require_behavior: client.organization_require_behavior ?? 'no_prompt',
  };
}

export default function Settings({ client }: { client: Client }) {
  const session = useSession();
  const draft = useDraft(settings(client));
  const { value, set } = draft;
  const { text } = fieldsOf(draft);
  const mayChange = session.may('update:clients');
  const hasUsers = client.app_type !== 'non_interactive';
  const isStrict = ownershipOf(client) === 'strict';
  const lists = [...value.callbacks, ...value.allowed_logout_urls].map(checkCallback);
  const origins = [...value.web_origins, ...value.allowed_origins].map(checkOrigin);
  const problem =
    value.name.trim() === ''
      ? 'An application needs a name.'
      : ([...lists, ...origins].find(Boolean) ?? null);
  const signed = signature({ ...client, ...value });
  return (
    <Stack gap="lg">
      <Saved {...savingOf(client)} draft={draft} mayChange={mayChange} problem={problem}>
        <Groups>
          <Group
            title="What it is"
            says="People see the name and the logo when they log in, and when they are asked for consent."
          >
            <TextInput label="Name" {...text('name')} required disabled={!mayChange} />
            <Textarea
              label="Description"
              description="For you and your colleagues."
              maxLength={140}
              {...text('description')}
              disabled={!mayChange}
            />
            <TextInput
              label="Logo"
              description="An https address; 150 × 150 pixels look best."
              placeholder="https://app.example/logo.png"
              {...text('logo_uri')}
              disabled={!mayChange}
            />
            <Select
              label="Type"
              description="Only a description: how it authenticates is set under Credentials."
              data={APP_TYPES.map((type) => ({ value: type, label: TYPES[type].label }))}
              value={value.app_type ?? null}
              onChange={(type) => set('app_type', type ?? undefined)}
              disabled={!mayChange}
              maw={280}
            />
          </Group>
          {hasUsers && (
            <Group
              title="Addresses"
              says={
                isStrict
                  ? 'A third party’s addresses are compared character by character.'
                  : 'One address to a line. Subdomains may be a star: https://*.app.example/callback.'
              }
            >
              <Lines
                label="Callback addresses"
                description="Where people may be sent after logging in. Every other address is refused."
                placeholder="https://app.example/callback"
                value={value.callbacks}
                onChange={(next) => set('callbacks', next)}
                check={checkCallback}
                disabled={!mayChange}
              />
              <TextInput
                label="Where log-ins begin"
                description="An https address of the application that sends people to the login page. Invitations to an organization need it."
                placeholder="https://app.example/login"
                {...text('initiate_login_uri')}
                disabled={!mayChange}
              />
              <Lines
                label="After logging out"
                description="Where people may be sent after logging out."
                placeholder="https://app.example/"
                value={value.allowed_logout_urls}
                onChange={(next) => set('allowed_logout_urls', next)}
                check={checkCallback}
                disabled={!mayChange}
              />
              <Lines
                label="Web origins"
                description="Pages from here may log people in silently, in a frame."
                placeholder="https://app.example"
                value={value.web_origins}
                onChange={(next) => set('web_origins', next)}
                check={checkOrigin}
                disabled={!mayChange}
              />
              <Lines
                label="Other allowed origins"
                description="Pages from here may call the token endpoint from the browser. Origins of callbacks may anyway."
                placeholder="https://app.example"
                value={value.allowed_origins}
                onChange={(next) => set('allowed_origins', next)}
                check={checkOrigin}
                disabled={!mayChange}
              />
            </Group>
          )}
          <Group
            title="Grants"
            says="The ways in which it may get tokens. “What it may do” says which of them work for this application, and why."
          >
            <Checkbox.Group
              aria-label="Grants"
              value={value.grant_types}
              onChange={(next) => set('grant_types', next)}
            >
              <Stack gap="xs">
                {GRANTS.map((grant) => (
                  <Checkbox
                    key={grant.name}
                    value={grant.name}
                    label={grant.label}
                    description={grant.judge(client)}
                    disabled={
                      !mayChange || (grant.judge(client) !== null && !value.grant_types.includes(grant.name))
                    }
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          </Group>
          {hasUsers && (
            <Group title="ID tokens" says="What the application learns about who logged in.">
              <Select
                label="Signed with"
                description={
                  isPublic(client)
                    ? 'A public application verifies with the tenant’s public keys.'
                    : 'RS256 is verified with the tenant’s public keys, HS256 with the application’s secret.'
                }
                data={[
                  'RS256',
                  'RS512',
                  'PS256',
                  ...(isPublic(client) && value.jwt_configuration.alg !== 'HS256' ? [] : ['HS256']),
                ]}
                value={value.jwt_configuration.alg ?? 'HS256'}
                onChange={(alg) =>
                  set('jwt_configuration', { ...value.jwt_configuration, alg: alg ?? 'RS256' })
                }
                disabled={!mayChange}
                maw={280}
              />
              {signed.note && <Note tone="warn">{signed.note}</Note>}
              <NumberInput
                label="Valid for (seconds)"
                value={value.jwt_configuration.lifetime_in_seconds ?? 36_000}
                onChange={(seconds) =>
                  set('jwt_configuration', {
                    ...value.jwt_configuration,
                    lifetime_in_seconds: Number(seconds),
                  })
                }
                min={1}
                max={2_592_000}
                thousandSeparator=","
                disabled={!mayChange}
                maw={280}
              />
            </Group>
          )}
          {hasUsers && (
            <Group
              title="Refresh tokens"
              says="They let people stay logged in without a page. The application has to ask for offline_access, and the API has to allow it."
            >
              <Switch
                label="Rotate them"
                description="Each works once and brings its successor. If one is used twice, somebody has stolen it, and all of them end."
                checked={value.refresh_token.rotation_type === 'rotating'}
                onChange={(event) =>
                  set('refresh_token', {
                    ...value.refresh_token,
                    rotation_type: event.currentTarget.checked ? 'rotating' : 'non-rotating',
                    ...(event.currentTarget.checked
                      ? { expiration_type: 'expiring', infinite_token_lifetime: false }
                      : {}),
                  })
                }
                disabled={!mayChange}
              />
              <Switch
                label="Let them expire"
                checked={value.refresh_token.expiration_type === 'expiring'}
                onChange={(event) =>
                  set('refresh_token', {
                    ...value.refresh_token,
                    expiration_type: event.currentTarget.checked ? 'expiring' : 'non-expiring',
                    infinite_token_lifetime: !event.currentTarget.checked,
                    ...(event.currentTarget.checked
                      ? {}
                      : { infinite_idle_token_lifetime: true, rotation_type: 'non-rotating' }),
                  })
                }
                disabled={!mayChange}
              />
              {value.refresh_token.expiration_type === 'expiring' && (
                <>
                  <NumberInput
                    label="At the latest after (days)"
                    value={(value.refresh_token.token_lifetime ?? 30 * DAY) / DAY}
                    onChange={(days) =>
                      set('refresh_token', {
                        ...value.refresh_token,
                        token_lifetime: Math.round(Number(days) * DAY),
                      })
                    }
                    min={0}
                    disabled={!mayChange}
                    maw={280}
                  />
                  <NumberInput
                    label="When unused for (days)"
                    value={(value.refresh_token.idle_token_lifetime ?? 15 * DAY) / DAY}
                    onChange={(days) =>
                      set('refresh_token', {
                        ...value.refresh_token,
                        idle_token_lifetime: Math.round(Number(days) * DAY),
                        infinite_idle_token_lifetime: false,
                      })
                    }
                    min={0}
                    disabled={!mayChange}
                    maw={280}
                  />
                </>
              )}
            </Group>
          )}
          {hasUsers && (
            <Group
              title="Organizations"
              says="Whether people log in as members of an organization: a customer, a team."
            >
              <Select
                label="People log in"
                data={[
                  { value: 'deny', label: 'as themselves' },
                  { value: 'allow', label: 'as themselves, or as members' },
                  { value: 'require', label: 'as members only' },
                ]}
                value={value.organization_usage}
                onChange={(usage) => set('organization_usage', usage ?? 'deny')}
                disabled={!mayChange}
                maw={280}
              />
              {value.organization_usage === 'require' && (
                <Select
                  label="Which organization"
                  data={[
                    { value: 'no_prompt', label: 'the application says it' },
                    { value: 'pre_login_prompt', label: 'people type its name before logging in' },
                    { value: 'post_login_prompt', label: 'people choose it after logging in' },
                  ]}
                  value={value.organization_require_behavior}
                  onChange={(behavior) => set('organization_require_behavior', behavior ?? 'no_prompt')}
                  disabled={!mayChange}
                  maw={340}
                />
              )}
            </Group>
          )}
        </Groups>
      </Saved>
      <Remove
        noun="application"
        name={client.name || client.client_id}
        says={
          <Text>
            Nobody can log in with it any more, its tokens for the Management API are refused at once, and
            tokens for other APIs work until they expire. Its client grants and its users’ consents are gone
            for good.
          </Text>
        }
        scope="delete:clients"
        act={() => tell(api.DELETE('/clients/{id}', { params: { path: { id: client.client_id } } }))}
        one={['clients', 'one', client.client_id]}
        list={['clients', 'list']}
        to="/applications"
      >
        Whoever uses it has to log in elsewhere. This can’t be undone.
      </Remove>
    </Stack>
  );
}
