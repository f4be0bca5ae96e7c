import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDraft } from '~/parts/draft';
import { Group } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note } from '~/parts/Note';
import { useSession } from '~/session';
import { listApis } from '../applications/access';
import { listDatabases } from '../connections/queries';
import { LANGUAGES, type Settings } from './model';
import { Saved } from './Saved';

export default function General({ settings }: { settings: Settings }) {
  const session = useSession();
  const apis = useQuery({ ...listApis, enabled: session.may('read:resource_servers') });
  const databases = useQuery({ ...listDatabases, enabled: session.may('read:connections') });
  const draft = useDraft({
    friendly_name: settings.friendly_name ?? '',
    picture_url: settings.picture_url ?? '',
    support_email: settings.support_email ?? '',
    support_url: settings.support_url ?? '',
    enabled_locales: settings.enabled_locales,
    default_audience: settings.default_audience ?? '',
    default_directory: settings.default_directory ?? '',
    default_redirection_uri: settings.default_redirection_uri ?? '',
  });
  const { value, set } = draft;
  const { text, trimmed } = fieldsOf(draft);
  const badUrl = (url: string) =>
    url === '' || /^https:\/\/[^/]/.test(url) ? null : 'The address has to begin with https://.';
  const badEmail =
    value.support_email === '' || /^[^\s@]+@[^\s@]+$/.test(value.support_email)
      ? null
      : 'An address looks like help@example.com.';
  const problem =
    badUrl(value.picture_url) ??
    badUrl(value.support_url) ??
    badUrl(value.default_redirection_uri) ??
    badEmail ??
    (value.enabled_locales.length === 0 ? 'The pages need a language.' : null);
  const languages = [...new Set([...Object.keys(LANGUAGES), ...value.enabled_locales])];
  return (
    <Saved draft={draft} problem={problem}>
      {(disabled) => (
        <>
          <Group title="Who you are" says="People see it when they log in, and in the mails that they get.">
            <TextInput
              label="Name"
              placeholder="Example Ltd."
              {...text('friendly_name')}
              disabled={disabled}
            />
            <TextInput
              label="Logo"
              description="An https address. The one under Branding takes precedence."
              placeholder="https://example.com/logo.svg"
              {...trimmed('picture_url')}
              error={badUrl(value.picture_url)}
              disabled={disabled}
            />
          </Group>
          <Group title="Help" says="Where people are sent who can’t get in.">
            <TextInput
              label="E-mail address"
              placeholder="help@example.com"
              {...trimmed('support_email')}
              error={badEmail}
              disabled={disabled}
            />
            <TextInput
              label="Page"
              placeholder="https://example.com/help"
              {...trimmed('support_url')}
              error={badUrl(value.support_url)}
              disabled={disabled}
            />
          </Group>
          <Group
            title="Languages"
            says="The pages and mails are in the reader’s language where it is one of these, and else in the first."
          >
            <MultiSelect
              label="Languages of the pages"
              data={languages.map((tag) => ({ value: tag, label: LANGUAGES[tag] ?? tag }))}
              value={value.enabled_locales}
              onChange={(next) => set('enabled_locales', next)}
              error={value.enabled_locales.length === 0 ? 'The pages need a language.' : null}
              disabled={disabled}
              searchable
            />
            {value.enabled_locales.some((tag) => !((tag.split('-')[0] as string) in LANGUAGES)) && (
              <Note tone="warn">
                Ostia has no words of its own in one of these languages. Its pages are in English until you
                write them under the Management API’s prompts.
              </Note>
            )}
          </Group>
          <Group title="Where a request says nothing" says="What is meant by requests that leave it out.">
            <Select
              label="API"
              description="Access tokens are for this one where a request names no audience."
              placeholder="None: access tokens are opaque"
              data={(apis.data ?? []).map((one) => ({
                value: one.identifier,
                label: one.name || one.identifier,
              }))}
              value={value.default_audience || null}
              onChange={(next) => set('default_audience', next ?? '')}
              clearable
              disabled={disabled}
              maw={420}
            />
            <Select
              label="Database"
              description="Where the password grant looks users up."
              placeholder="None"
              data={(databases.data ?? []).map((one) => one.name)}
              value={value.default_directory || null}
              onChange={(next) => set('default_directory', next ?? '')}
              clearable
              disabled={disabled}
              maw={420}
            />
            <TextInput
              label="Where log-ins begin"
              description="A page of yours. Invitations and mails lead there where the application names no such address."
              placeholder="https://example.com/"
              {...trimmed('default_redirection_uri')}
              error={badUrl(value.default_redirection_uri)}
              disabled={disabled}
            />
          </Group>
        </>
      )}
    </Saved>
  );
}
