import { Select, Switch } from '@mantine/core';
import { type Document, useDraft } from '~/parts/draft';
import { Group } from '~/parts/Form';
import { Note } from '~/parts/Note';
import type { Settings } from './model';
import { Saved } from './Saved';

/** A switch of the settings, or one of `flags`. */
interface Toggle {
  name: string;
  label: string;
  says: string;
}

const FLAGS: readonly Toggle[] = [
  {
    name: 'enable_dynamic_client_registration',
    label: 'Applications may register themselves',
    says: 'Anybody can make a third-party application by POST /oidc/register (RFC 7591). People are asked for consent, always.',
  },
  {
    name: 'require_pushed_authorization_requests',
    label: 'Log-ins have to be pushed',
    says: 'Applications send the request to the server first (PAR, RFC 9126), so that nobody can change it in the browser.',
  },
  {
    name: 'enable_client_connections',
    label: 'New applications get every connection',
    says: 'Otherwise each is switched on by hand.',
  },
  {
    name: 'revoke_refresh_token_grant',
    label: 'Revoking a refresh token revokes them all',
    says: 'And ends the consent of that user for the application. Otherwise only the token that was named stops working.',
  },
  {
    name: 'use_scope_descriptions_for_consent',
    label: 'The consent page shows descriptions',
    says: 'What a scope is about, in place of its name.',
  },
  {
    name: 'enable_public_signup_user_exists_error',
    label: 'Sign-up tells whether an address has an account',
    says: 'Otherwise the answer says only that something was wrong. Whoever collects addresses learns nothing from that.',
  },
];

const SWITCHES: readonly Toggle[] = [
  {
    name: 'pushed_authorization_requests_supported',
    label: 'Log-ins can be pushed',
    says: 'Offers the endpoint for pushed requests (PAR, RFC 9126).',
  },
  {
    name: 'authorization_response_iss_parameter_supported',
    label: 'Answers name their issuer',
    says: 'Adds iss to what the browser brings back (RFC 9207), so that applications with several providers can’t mix them up.',
  },
  {
    name: 'client_id_metadata_document_supported',
    label: 'Applications may be the address of what they publish of themselves',
    says: 'They are third parties, as those that register themselves are.',
  },
  {
    name: 'allow_organization_name_in_authentication_api',
    label: 'Organizations go by name as well',
    says: 'Requests may name an organization by its short name, and tokens say it beside the id.',
  },
];

export default function Protocol({ settings }: { settings: Settings }) {
  const initial: Record<string, boolean> = {};
  for (const { name } of FLAGS) initial[name] = settings.flags[name] ?? false;
  for (const { name } of SWITCHES) initial[name] = settings[name] === true;
  const draft = useDraft<Document>({
    ...initial,
    dynamic_client_registration_security_mode: settings.dynamic_client_registration_security_mode ?? 'strict',
  });
  const flags = FLAGS.filter(({ name }) => name in draft.patch).map(({ name }) => [name, draft.value[name]]);
  const rest = Object.entries(draft.patch).filter(([name]) => !FLAGS.some((flag) => flag.name === name));
  const body: Document = {
    ...Object.fromEntries(rest),
    ...(flags.length > 0 ? { flags: Object.fromEntries(flags) } : {}),
  };
  const toggle = (disabled: boolean) => (one: Toggle) => (
    <Switch
      key={one.name}
      label={one.label}
      description={one.says}
      checked={draft.value[one.name] === true}
      onChange={(event) => draft.set(one.name, event.currentTarget.checked)}
      disabled={disabled}
    />
  );
  return (
    <Saved draft={draft} body={body}>
      {(disabled) => (
        <>
          <Group title="Requests and answers" says="What the endpoints offer, and what they insist on.">
            {SWITCHES.slice(0, 2).map(toggle(disabled))}
            {FLAGS.slice(1, 2).map(toggle(disabled))}
            {FLAGS.slice(3, 4).map(toggle(disabled))}
          </Group>
          <Group title="Applications of others" says="How applications come to be that you didn’t make.">
            {FLAGS.slice(0, 1).map(toggle(disabled))}
            {SWITCHES.slice(2, 3).map(toggle(disabled))}
            <Select
              label="Those that register themselves are"
              data={[
                { value: 'strict', label: 'strict third parties' },
                { value: 'permissive', label: 'permissive third parties' },
              ]}
              value={String(draft.value.dynamic_client_registration_security_mode)}
              onChange={(next) => draft.set('dynamic_client_registration_security_mode', next ?? 'strict')}
              disabled={disabled}
              maw={320}
            />
            {draft.value.dynamic_client_registration_security_mode === 'permissive' && (
              <Note tone="warn">
                Permissive ones may use every API that is open to all applications. Strict ones need a client
                grant.
              </Note>
            )}
          </Group>
          <Group title="What people see">{FLAGS.slice(4).map(toggle(disabled))}</Group>
          <Group title="Applications and organizations of yours">
            {FLAGS.slice(2, 3).map(toggle(disabled))}
            {SWITCHES.slice(3).map(toggle(disabled))}
          </Group>
        </>
      )}
    </Saved>
  );
}
