// Pieces of markup within the forms of the hosted screens.
import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { Waiting } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { useSaving } from '~/parts/useSaving';
import { useSession } from '~/session';
import { Preview } from './Preview';
import { LOGIN, type Pieces, POINTS, SCREENS, type Screen, withPiece } from './screens';

const Editor = lazy(() => import('~/parts/Editor'));

const Stored = z.record(z.string(), z.record(z.string(), z.string()));
const WITH_PIECES = SCREENS.filter((screen) => screen.pieces);

export default function PiecesPage() {
  const [screen, setScreen] = useState(LOGIN);
  const path = { prompt: screen.prompt as never };
  const query = useQuery({
    queryKey: ['branding', 'pieces', screen.prompt],
    queryFn: () => ask(Stored, api.GET('/prompts/{prompt}/partials', { params: { path } })),
  });
  return (
    <Stack gap="lg">
      <Text c="dimmed" maw={720}>
        A line about your terms, a link, a picture: pieces stand in the forms, in a page of your own or in
        Ostia’s. They close what they open, send nothing, and their scripts don’t run. What people type into
        fields of your own is not kept.
      </Text>
      <Select
        label="Screen"
        data={WITH_PIECES.map(({ screen: value, label }) => ({ value, label }))}
        value={screen.screen}
        onChange={(next) => setScreen(WITH_PIECES.find(({ screen: name }) => name === next) ?? screen)}
        allowDeselect={false}
        maw={320}
      />
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {!query.error && query.data === undefined && <Waiting />}
      {query.data && <Form key={screen.screen} screen={screen} stored={query.data} />}
    </Stack>
  );
}

function Form({ screen, stored }: { screen: Screen; stored: Pieces }) {
  const session = useSession();
  const [point, setPoint] = useState(POINTS[0]?.value ?? '');
  const draft = useDraft({ pieces: stored });
  const { value, set } = draft;
  const mayChange = session.may('update:prompts');
  const path = { prompt: screen.prompt as never };
  const save = useSaving({
    at: ['branding', 'pieces', screen.prompt],
    draft,
    send: (body) =>
      ask(Stored, api.PUT('/prompts/{prompt}/partials', { params: { path }, body: body as never })),
    isFinal: true,
    said: 'Saved. The next page that somebody opens has it.',
  });
  const used = Object.keys(value.pieces[screen.screen] ?? {});
  return (
    <>
      {!mayChange && <Note>Your roles let you look, and not change.</Note>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="xs" miw={0}>
          <Select
            label="Place"
            data={POINTS.map(({ value: name, label }) => ({
              value: name,
              label: used.includes(name) ? `${label} (in use)` : label,
            }))}
            value={point}
            onChange={(next) => setPoint(next ?? point)}
            allowDeselect={false}
          />
          <Suspense fallback={<Waiting />}>
            <Editor
              key={point}
              label="Piece, as HTML with Liquid"
              language="html"
              value={value.pieces[screen.screen]?.[point] ?? ''}
              onChange={(text) => set('pieces', withPiece(value.pieces, screen.screen, point, text))}
              disabled={!mayChange}
              height={360}
            />
          </Suspense>
          <Text fz={13} c="dimmed">
            For example <code>{'<p>New here? {{ application.name }} is free.</p>'}</code>. Press Escape, then
            Tab to leave the editor.
          </Text>
        </Stack>
        <Stack gap="xs" miw={0}>
          <Preview screen={screen} draft={{ partials: value.pieces }} />
        </Stack>
      </SimpleGrid>
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate(value.pieces)}
        request={{ method: 'PUT', path: `/prompts/${screen.prompt}/partials`, body: value.pieces }}
      />
    </>
  );
}
