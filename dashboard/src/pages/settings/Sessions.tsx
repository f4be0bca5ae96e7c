import { NumberInput, Select, Switch } from '@mantine/core';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Lines } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { checkCallback } from '../applications/urls';
import { hours, lifetimeProblem, type Settings } from './model';
import { Saved } from './Saved';

export default function Sessions({ settings }: { settings: Settings }) {
  const draft = useDraft({
    session_lifetime: settings.session_lifetime ?? 168,
    idle_session_lifetime: settings.idle_session_lifetime ?? 72,
    ephemeral_session_lifetime: settings.ephemeral_session_lifetime ?? 72,
    idle_ephemeral_session_lifetime: settings.idle_ephemeral_session_lifetime ?? 24,
    cookie: settings.session_cookie?.mode ?? 'persistent',
    allowed_logout_urls: settings.allowed_logout_urls,
    discovery: settings.oidc_logout?.rp_logout_end_session_endpoint_discovery ?? true,
  });
  const { value, set, patch } = draft;
  const { flag } = fieldsOf(draft);
  const { cookie, discovery, ...body }: Document = patch;
  if (cookie !== undefined) body.session_cookie = { mode: value.cookie };
  if (discovery !== undefined)
    body.oidc_logout = { rp_logout_end_session_endpoint_discovery: value.discovery };
  // Sessions that end with the browser have lifetimes of their own.
  const [most, idle] =
    value.cookie === 'persistent'
      ? (['session_lifetime', 'idle_session_lifetime'] as const)
      : (['ephemeral_session_lifetime', 'idle_ephemeral_session_lifetime'] as const);
  const problem =
    lifetimeProblem(value[most], value[idle]) ??
    value.allowed_logout_urls.map(checkCallback).find(Boolean) ??
    null;
  return (
    <Saved draft={draft} body={body} problem={problem}>
      {(disabled) => (
        <>
          <Group
            title="How long people stay logged in"
            says="A session is what lets somebody into the next application without a password. Sessions that have begun keep the time that they were given."
          >
            <Select
              label="When the browser is closed"
              data={[
                { value: 'persistent', label: 'they stay logged in' },
                { value: 'non-persistent', label: 'they are logged out' },
              ]}
              value={value.cookie}
              onChange={(next) => set('cookie', next ?? 'persistent')}
              disabled={disabled}
              maw={320}
            />
            <NumberInput
              label="At most (hours)"
              description={`Then the password is asked for again, whatever they do. ${hours(value[most])}.`}
              value={value[most]}
              onChange={(next) => set(most, Number(next))}
              min={1}
              max={8_760}
              thousandSeparator=","
              disabled={disabled}
              maw={320}
            />
            <NumberInput
              label="Without doing anything (hours)"
              description={`Whoever uses no application for so long is logged out. ${hours(value[idle])}.`}
              value={value[idle]}
              onChange={(next) => set(idle, Number(next))}
              min={1}
              max={8_760}
              thousandSeparator=","
              disabled={disabled}
              maw={320}
            />
          </Group>
          <Group
            title="Logging out"
            says="Where people may be sent after a log-out that names no application. Each application has addresses of its own."
          >
            <Lines
              label="After logging out"
              placeholder="https://example.com/"
              value={value.allowed_logout_urls}
              onChange={(next) => set('allowed_logout_urls', next)}
              check={checkCallback}
              disabled={disabled}
            />
            <Switch
              label="Tell applications where to log out"
              description="Puts end_session_endpoint into the discovery document, so that libraries for OpenID Connect find it."
              {...flag('discovery')}
              disabled={disabled}
            />
          </Group>
        </>
      )}
    </Saved>
  );
}
