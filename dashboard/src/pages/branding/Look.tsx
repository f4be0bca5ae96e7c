import { ColorInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { Waiting } from '~/parts/Detail';
import { type Document, useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { useSession } from '~/session';
import { isColor, remark } from './colors';
import { Preview, ScreenSelect } from './Preview';
import { LOGIN } from './screens';

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

export default function LookPage() {
  const query = useQuery({ queryKey: KEY, queryFn: () => ask(Look, api.GET('/branding')) });
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  return <Form look={query.data} />;
}

function Form({ look }: { look: Look }) {
  const session = useSession();
  const queries = useQueryClient();
  const [screen, setScreen] = useState(LOGIN);
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
      <Stack gap="xs" miw={0}>
        <ScreenSelect value={screen} onChange={setScreen} />
        <Preview screen={screen} draft={problem || !draft.isDirty ? {} : { branding: body }} />
      </Stack>
    </SimpleGrid>
  );
}
