import { ColorInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Page } from '~/parts/Page';
import { nonce, useSession } from '~/session';
import { document, isColor, remark } from './preview';

const Look = z.looseObject({
  colors: z
    .looseObject({
      primary: z.string().nullish(),
      page_background: z.union([z.string(), z.looseObject({})]).nullish(),
    })
    .nullish(),
  logo_url: z.string().nullish(),
  favicon_url: z.string().nullish(),
});
type Look = z.infer<typeof Look>;

const KEY = ['branding'];
const DEFAULTS = { primary: '#0B5C6B', background: '#FAF8F5' };

export function Branding() {
  const query = useQuery({ queryKey: KEY, queryFn: () => ask(Look, api.GET('/branding')) });
  return (
    <Page
      title="Branding"
      says="How the pages look on which people log in, sign up and agree, and the mails that they get. Organizations can have a look of their own."
    >
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Form look={query.data} />}
    </Page>
  );
}

function Form({ look }: { look: Look }) {
  const session = useSession();
  const queries = useQueryClient();
  const background = look.colors?.page_background;
  const isGradient = typeof background === 'object' && background !== null;
  const draft = useDraft({
    primary: look.colors?.primary ?? '',
    background: typeof background === 'string' ? background : '',
    logo_url: look.logo_url ?? '',
    favicon_url: look.favicon_url ?? '',
  });
  const { value, set, patch } = draft;
  const colors: Document = {};
  if ('primary' in patch) colors.primary = value.primary || null;
  if ('background' in patch) colors.page_background = value.background || null;
  const body: Document = { ...(Object.keys(colors).length > 0 ? { colors } : {}) };
  for (const name of ['logo_url', 'favicon_url'] as const)
    if (name in patch) body[name] = value[name] || null;
  const save = useMutation({
    mutationFn: () => ask(Look, api.PATCH('/branding', { body: body as never })),
    onSuccess: (saved) => {
      queries.setQueryData(KEY, saved);
      draft.discard();
      notify('Saved. The login page has the new look.');
    },
  });
  const disabled = !session.may('update:branding');
  const bad = (color: string) =>
    color === '' || isColor(color) ? null : 'A colour is # and six digits, such as #0B5C6B.';
  const badUrl = (url: string) =>
    url === '' || url.startsWith('https://') ? null : 'The address has to begin with https://.';
  const problem =
    bad(value.primary) ?? bad(value.background) ?? badUrl(value.logo_url) ?? badUrl(value.favicon_url);
  const hint = remark(value.primary);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <div className="narrow">
        <Groups>
          <Group title="Colours" says="Empty means Ostia’s own.">
            <ColorInput
              label="Primary"
              description="Buttons and links."
              placeholder={DEFAULTS.primary}
              value={value.primary}
              onChange={(color) => set('primary', color)}
              error={bad(value.primary)}
              disabled={disabled}
              withEyeDropper={false}
            />
            {hint && <Note tone="warn">{hint}</Note>}
            <ColorInput
              label="Background"
              description={
                isGradient
                  ? 'It is a gradient now; choosing a colour replaces it.'
                  : 'Behind the card. In the dark, only a dark one is kept.'
              }
              placeholder={DEFAULTS.background}
              value={value.background}
              onChange={(color) => set('background', color)}
              error={bad(value.background)}
              disabled={disabled}
              withEyeDropper={false}
            />
          </Group>
          <Group title="Pictures" says="They are loaded from where they are when somebody logs in.">
            <TextInput
              label="Logo"
              description="An https address; 56 pixels high on the page."
              placeholder="https://example.com/logo.svg"
              value={value.logo_url}
              onChange={(event) => set('logo_url', event.currentTarget.value)}
              error={badUrl(value.logo_url)}
              disabled={disabled}
            />
            <TextInput
              label="Icon of the tab"
              placeholder="https://example.com/favicon.ico"
              value={value.favicon_url}
              onChange={(event) => set('favicon_url', event.currentTarget.value)}
              error={badUrl(value.favicon_url)}
              disabled={disabled}
            />
          </Group>
        </Groups>
        {save.error && <Failure error={save.error} />}
        <SaveBar
          isDirty={draft.isDirty}
          isSaving={save.isPending}
          discard={draft.discard}
          save={() => save.mutate()}
          request={{ method: 'PATCH', path: '/branding', body }}
          problem={problem}
        />
      </div>
      <Stack gap="xs">
        <iframe
          title="Preview of the login page"
          // It is written here, and has no script.
          sandbox="allow-same-origin"
          srcDoc={document(
            {
              primary: isColor(value.primary) ? value.primary : '',
              background: isColor(value.background) ? value.background : '',
              tenant: session.domain,
            },
            nonce,
          )}
          style={{ width: '100%', height: 560, border: '1px solid var(--o-hair)', borderRadius: 8 }}
          tabIndex={-1}
        />
        <Text fz={13} c="dimmed">
          The login page with these colours, in the scheme of your system. The logo is shown on the real page
          only: the dashboard loads nothing from other hosts.
        </Text>
      </Stack>
    </SimpleGrid>
  );
}
