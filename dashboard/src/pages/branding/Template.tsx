// The page around the hosted screens.
import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { ApiError } from '~/api/errors';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Waiting } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { useSaving } from '~/parts/useSaving';
import { useSession } from '~/session';
import { Preview, ScreenSelect } from './Preview';
import { LOGIN, PAGE } from './screens';

const Editor = lazy(() => import('~/parts/Editor'));

const Stored = z.looseObject({ body: z.string() });
const PATH = '/branding/templates/universal-login';
const KEY = ['branding', 'template'];

/** The tenant's page; null where there is none. */
async function read(): Promise<string | null> {
  try {
    return (await ask(Stored, api.GET(PATH))).body;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

export default function TemplatePage() {
  const query = useQuery({ queryKey: KEY, queryFn: read });
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Waiting />;
  return <Form key={query.data === null ? 'none' : 'own'} stored={query.data} />;
}

function Form({ stored }: { stored: string | null }) {
  const session = useSession();
  const queries = useQueryClient();
  const [screen, setScreen] = useState(LOGIN);
  const draft = useDraft({ template: stored ?? '' });
  const { value, set } = draft;
  const mayChange = session.may('update:branding');
  const isNew = stored === null && !draft.isDirty;
  const body = { template: value.template };
  const save = useSaving({
    at: KEY,
    draft,
    send: async (sent) => {
      await tell(api.PUT(PATH, { body: sent as never }));
      return String(sent.template);
    },
    isFinal: true,
    said: 'Saved. The next page that somebody opens is in it.',
  });
  return (
    <Stack gap="lg">
      {!mayChange && <Note>Your roles let you look, and not change.</Note>}
      {stored === null && (
        <Note>
          Ostia’s own page is used. What is written here is a beginning for one of yours, which is used once
          you change and save it.
        </Note>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="xs" miw={0}>
          <Text fw={500}>Page</Text>
          <Suspense fallback={<Waiting />}>
            <Editor
              label="Page, as HTML with Liquid"
              language="html"
              value={isNew ? PAGE : value.template}
              onChange={(next) => set('template', next)}
              disabled={!mayChange}
              height={560}
            />
          </Suspense>
          <Text fz={13} c="dimmed">
            <code>{'{%- auth0:head -%}'}</code> and <code>{'{%- auth0:widget -%}'}</code> are the places of
            our head and our card. Scripts don’t run, and forms are refused: what people type reaches this
            server only. Press Escape, then Tab to leave the editor.
          </Text>
        </Stack>
        <Stack gap="xs" miw={0}>
          <ScreenSelect value={screen} onChange={setScreen} />
          <Preview screen={screen} draft={{ template: isNew ? PAGE : value.template || null }} />
        </Stack>
      </SimpleGrid>
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate(body)}
        request={{ method: 'PUT', path: PATH, body }}
      />
      {stored !== null && (
        <DangerZone title="Remove the page" says="The screens are in Ostia’s own page again, at once.">
          <Confirm
            label="Remove page"
            title="Remove the page template?"
            disabled={!session.may('delete:branding')}
            act={() => tell(api.DELETE(PATH))}
            done={() => {
              queries.setQueryData(KEY, null);
              notify('The page template was removed.');
            }}
          >
            Its text is not kept. Copy it first if you may want it back.
          </Confirm>
        </DangerZone>
      )}
    </Stack>
  );
}
