import { NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, tell } from '~/api/client';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Loaded } from '~/parts/Detail';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { credentialsOf, PROVIDERS, type Provider, Provider as Shape } from './model';
import { readProvider } from './queries';

export default function ProviderPage() {
  return (
    <Loaded query={useQuery(readProvider)}>
      {(provider) => <Form key={provider?.name ?? ''} provider={provider} />}
    </Loaded>
  );
}

/** What is stored of the credentials and may be shown. */
function known(provider: Provider | null): Record<string, string> {
  const shown = Object.entries(provider?.credentials ?? {});
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]));
}

function Form({ provider }: { provider: Provider | null }) {
  const session = useSession();
  const before = known(provider);
  const draft = useDraft({
    name: provider?.name ?? 'smtp',
    enabled: provider?.enabled ?? true,
    default_from_address: provider?.default_from_address ?? '',
    credentials: before,
  });
  const { value, set, patch } = draft;
  const { text, flag } = fieldsOf(draft);
  const kind = PROVIDERS[value.name];
  const isAnother = provider === null || value.name !== provider.name;
  const { credentials: _, ...rest } = patch;
  const typed = credentialsOf(value.name, value.credentials);
  const changed = Object.entries(typed).filter(([name, text]) => isAnother || String(text) !== before[name]);
  const body: Document = {
    ...(isAnother ? { name: value.name } : {}),
    ...(provider ? rest : { enabled: value.enabled, default_from_address: value.default_from_address }),
    ...(changed.length > 0 ? { credentials: Object.fromEntries(changed) } : {}),
  };
  const mayChange = provider ? session.may('update:email_provider') : session.may('create:email_provider');
  const missing = (kind?.fields ?? []).find(
    (field) =>
      isAnother &&
      !(value.credentials[field.name] ?? '').trim() &&
      !['smtp_user', 'smtp_pass'].includes(field.name),
  );
  return (
    <Stack gap="lg">
      {!provider && (
        <Note tone="warn" title="No mail goes out yet">
          Without a provider people can’t confirm an address or choose a new password. In{' '}
          <code>ostia dev</code> mail is kept under /dev/inbox.
        </Note>
      )}
      <Saved
        at={readProvider.queryKey}
        draft={draft}
        send={(sent) =>
          ask(
            Shape,
            provider
              ? api.PATCH('/emails/provider', { body: sent as never })
              : api.POST('/emails/provider', { body: sent as never }),
          )
        }
        said="Saved. Mail goes this way from now on."
        // What is stored of its secrets can't be sent again.
        isFinal
        mayChange={mayChange}
        request={{ method: provider ? 'PATCH' : 'POST', path: '/emails/provider' }}
        body={body}
        shown={hidden(body)}
        problem={missing ? `It needs: ${missing.label}.` : null}
      >
        <Groups>
          <Group title="Who carries it">
            <Select
              label="Provider"
              data={Object.entries(PROVIDERS).map(([name, { label }]) => ({ value: name, label }))}
              value={value.name}
              onChange={(next) => {
                set('name', next ?? 'smtp');
                set('credentials', next === provider?.name ? before : {});
              }}
              disabled={!mayChange}
              maw={360}
            />
            {!kind?.works && (
              <Note tone="warn" title="Stored, and not in force yet">
                This server doesn’t speak {kind?.label ?? value.name}’s interface. Most providers can be
                reached as a mail server, too: choose SMTP with the host that they name.
              </Note>
            )}
            <Switch label="Send through it" {...flag('enabled')} disabled={!mayChange} />
            <TextInput
              label="Sender"
              description="Templates can name another."
              placeholder="Example <no-reply@example.com>"
              {...text('default_from_address')}
              disabled={!mayChange}
            />
          </Group>
          <Group
            title="How it knows you"
            says={
              provider && !isAnother
                ? 'Secrets are stored and not shown. What you leave empty stays.'
                : undefined
            }
          >
            {(kind?.fields ?? []).map((field) => {
              const text = value.credentials[field.name] ?? '';
              const change = (next: string) =>
                set('credentials', { ...value.credentials, [field.name]: next });
              const shared = { label: field.label, disabled: !mayChange, maw: 420 };
              if (field.number) {
                return (
                  <NumberInput
                    key={field.name}
                    {...shared}
                    placeholder={field.placeholder}
                    value={text === '' ? '' : Number(text)}
                    onChange={(next) => change(String(next))}
                    min={1}
                    max={65_535}
                  />
                );
              }
              return field.secret ? (
                <PasswordInput
                  key={field.name}
                  {...shared}
                  placeholder={isAnother ? '' : 'Unchanged'}
                  value={text}
                  onChange={(event) => change(event.currentTarget.value)}
                  autoComplete="new-password"
                />
              ) : (
                <TextInput
                  key={field.name}
                  {...shared}
                  placeholder={field.placeholder}
                  value={text}
                  onChange={(event) => change(event.currentTarget.value)}
                  autoComplete="off"
                />
              );
            })}
          </Group>
        </Groups>
      </Saved>
      {provider && <Remove />}
    </Stack>
  );
}

/** The request as it is shown: what was typed as a secret stays out of it. */
function hidden(body: Document): Document {
  const credentials = body.credentials as Document | undefined;
  if (!credentials) return body;
  const secrets = Object.values(PROVIDERS).flatMap(({ fields }) =>
    fields.filter((field) => field.secret).map((field) => field.name),
  );
  const shown = Object.entries(credentials).map(([name, value]) => [
    name,
    secrets.includes(name) ? '…' : value,
  ]);
  return { ...body, credentials: Object.fromEntries(shown) };
}

function Remove() {
  const session = useSession();
  const queries = useQueryClient();
  return (
    <DangerZone
      title="Remove the provider"
      says="No mail goes out any more. What is waiting to be sent waits."
    >
      <Confirm
        label="Remove provider"
        title="Remove the provider?"
        disabled={!session.may('delete:email_provider')}
        act={() => tell(api.DELETE('/emails/provider'))}
        done={() => {
          queries.setQueryData(readProvider.queryKey, null);
          notify('The provider was removed.');
        }}
      >
        Its credentials are forgotten and have to be typed again. Nobody can confirm an address or choose a
        new password until there is another.
      </Confirm>
    </DangerZone>
  );
}
