// One mail: its words as Liquid, and how its reader will see it.
import { Button, NumberInput, Group as Row, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import { api, ask, post, tell } from '~/api/client';
import { ApiError } from '~/api/errors';
import { Detail, Waiting } from '~/parts/Detail';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note, Tag } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Saved } from '~/parts/Saved';
import { nonce, type Session, useSession } from '~/session';
import { Missing } from '~/shell/Trouble';
import { readSettings } from '../settings/queries';
import { beginning, OCCASIONS, Template as Shape, type Template } from './model';
import { dress, framed, sample, written } from './preview';
import { readTemplate } from './queries';

const Editor = lazy(() => import('~/parts/Editor'));
const route = getRouteApi('/emails/templates/$name');

export function TemplatePage() {
  const { name } = route.useParams();
  const query = useQuery(readTemplate(name));
  const occasion = OCCASIONS[name];
  if (!occasion) return <Missing />;
  return (
    <Detail
      noun={occasion.label}
      back={{ to: '/emails', label: 'E-mail' }}
      query={query}
      head={(template) => ({
        title: occasion.label,
        says: occasion.says,
        beside: template ? (
          template.enabled === false ? (
            <Tag tone="warn">Switched off</Tag>
          ) : (
            <Tag tone="sea">Your own words</Tag>
          )
        ) : (
          <Tag>Ostia’s words</Tag>
        ),
      })}
    >
      {(template) => <Form key={name} name={name} template={template} />}
    </Detail>
  );
}

function Form({ name, template }: { name: string; template: Template | null }) {
  const session = useSession();
  const own = beginning(name);
  const draft = useDraft({
    subject: template?.subject ?? own.subject,
    body: template?.body ?? own.body,
    from: template?.from ?? '',
    enabled: template ? template.enabled !== false : false,
    resultUrl: template?.resultUrl ?? '',
    urlLifetimeInSeconds: template?.urlLifetimeInSeconds ?? 432_000,
  });
  const { value, set, patch } = draft;
  const { text, trimmed, number, flag } = fieldsOf(draft);
  const mayChange = session.may('update:email_templates');
  // The first time all of it is sent; later what changed.
  const body: Document = template
    ? { ...patch, ...('resultUrl' in patch ? { resultUrl: value.resultUrl || null } : {}) }
    : { template: name, syntax: 'liquid', ...value, resultUrl: value.resultUrl || null };
  const params = { path: { templateName: name as never } };
  const [shown] = useDebouncedValue(value, 250);
  const settings = useQuery({ ...readSettings, enabled: session.may('read:tenant_settings') });
  const result = written(shown, sample(session.domain, settings.data?.friendly_name ?? ''));
  const problem = 'problem' in result ? result.problem : null;
  const isLink = OCCASIONS[name]?.about === 'link';
  return (
    <Stack gap="lg">
      {!template && (
        <Note>
          Ostia’s own words are used, in the reader’s language. What is written here is a beginning for words
          of your own, which are used once you switch them on and save.
        </Note>
      )}
      <Saved
        at={readTemplate(name).queryKey}
        draft={draft}
        send={(sent) =>
          ask(
            Shape,
            template
              ? api.PATCH('/email-templates/{templateName}', { params, body: sent as never })
              : api.PUT('/email-templates/{templateName}', { params, body: sent as never }),
          )
        }
        mayChange={mayChange}
        request={{ method: template ? 'PATCH' : 'PUT', path: `/email-templates/${name}` }}
        body={body}
        problem={problem ? `The template can’t be written: ${problem}` : null}
      >
        <Groups>
          <Group
            title="Is it used"
            says="Switched off, codes and links that people ask for go out in Ostia’s words, and news is not sent."
          >
            <Switch label="Use these words" {...flag('enabled')} disabled={!mayChange} />
          </Group>
          <Group title="Head" says="Both are Liquid as well.">
            <TextInput
              label="From"
              description="Empty: the provider’s sender."
              placeholder="Example <no-reply@example.com>"
              {...text('from')}
              disabled={!mayChange}
            />
            <TextInput label="Subject" {...text('subject')} disabled={!mayChange} />
          </Group>
          {isLink && (
            <Group title="The link" says="How long it works, and where people are sent afterwards.">
              <NumberInput
                label="Works for (seconds)"
                {...number('urlLifetimeInSeconds')}
                min={0}
                thousandSeparator=","
                disabled={!mayChange}
                maw={240}
              />
              <TextInput
                label="Then they go to"
                description="Empty: a page of Ostia says that it worked."
                placeholder="https://app.example/welcome"
                {...trimmed('resultUrl')}
                disabled={!mayChange}
              />
            </Group>
          )}
        </Groups>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Stack gap="xs" miw={0}>
            <Text fw={500}>Body</Text>
            <Suspense fallback={<Waiting />}>
              <Editor
                label="Body, as HTML with Liquid"
                language="html"
                value={value.body}
                onChange={(next) => set('body', next)}
                disabled={!mayChange}
                height={520}
              />
            </Suspense>
            <Text fz={13} c="dimmed">
              Values stand in double braces: <code>{'{{ user.email }}'}</code>, <code>{'{{ code }}'}</code>,{' '}
              <code>{'{{ url }}'}</code>, <code>{'{{ friendly_name }}'}</code>. Press Escape, then Tab to
              leave the editor.
            </Text>
          </Stack>
          <Stack gap="xs" miw={0}>
            <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
              {'problem' in result ? 'Preview' : result.subject || 'No subject'}
            </Text>
            {'problem' in result ? (
              <Note tone="bad" title="This can’t be written">
                {result.problem}
              </Note>
            ) : (
              <Preview html={result.html} />
            )}
            <Text fz={13} c="dimmed">
              With made-up values, and without pictures: the dashboard loads nothing from other hosts.
            </Text>
            <TestSend name={name} isDirty={draft.isDirty} />
          </Stack>
        </SimpleGrid>
      </Saved>
    </Stack>
  );
}

function Preview({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <iframe
      ref={frame}
      title="Preview of the mail"
      // It has no script, and may not have one.
      sandbox="allow-same-origin"
      srcDoc={framed(html, nonce)}
      onLoad={() => frame.current?.contentDocument && dress(frame.current.contentDocument)}
      style={{
        width: '100%',
        height: 520,
        border: '1px solid var(--o-hair)',
        borderRadius: 8,
        background: '#FFFFFF',
        colorScheme: 'light',
      }}
      tabIndex={-1}
    />
  );
}

interface Sending {
  /** What whoever sends it has to be allowed; everybody may, where nothing is named. */
  scope?: string;
  send: (session: Session) => Promise<void>;
}

/** The mails that somebody can have sent to themselves. */
const SENDING: Record<string, Sending> = {
  verify_email: {
    scope: 'update:users',
    send: ({ userId }) => tell(api.POST('/jobs/verification-email', { body: { user_id: userId } as never })),
  },
  reset_email: {
    send: async ({ userId, email }) => {
      const connection = await connectionOf(userId);
      await post('/dbconnections/change_password', { email, connection });
    },
  },
};

/** The Management API has no operation that sends any mail for trial: what can't be asked for says what causes it. */
function TestSend({ name, isDirty }: { name: string; isDirty: boolean }) {
  const session = useSession();
  const sending = SENDING[name];
  const send = useMutation({
    mutationFn: async () => sending?.send(session),
    onSuccess: () => notify(`It is on its way to ${session.email}.`),
    onError: notifyOf,
  });
  if (!sending) {
    return (
      <Text fz={13} c="dimmed">
        To see it arrive: {OCCASIONS[name]?.cause}
      </Text>
    );
  }
  const can = !sending.scope || session.may(sending.scope);
  return (
    <Row>
      <Button
        variant="default"
        onClick={() => send.mutate()}
        loading={send.isPending}
        disabled={!can || isDirty || !session.email}
      >
        Send it to me
      </Button>
      <Text fz={13} c="dimmed" flex={1}>
        {isDirty ? 'Save first: what is stored is sent.' : 'The link in it works, for your own account.'}
      </Text>
    </Row>
  );
}

async function connectionOf(userId: string): Promise<string> {
  const { User } = await import('~/api/shapes');
  const user = await ask(User, api.GET('/users/{id}', { params: { path: { id: userId } } }));
  const database = user.identities.find((identity) => identity.provider === 'auth0');
  if (!database) throw new ApiError(400, 'Your account has no password here, so there is none to choose.');
  return database.connection;
}
