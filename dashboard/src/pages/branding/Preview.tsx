// A screen as the server draws it with what isn't saved yet.
import { Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { ApiError } from '~/api/errors';
import { Waiting } from '~/parts/Detail';
import type { Document } from '~/parts/draft';
import { Failure, Note } from '~/parts/Note';
import { useSession } from '~/session';
import { SCREENS, type Screen } from './screens';

const Drawn = z.looseObject({ url: z.string(), problem: z.string().nullish() });

interface Props {
  screen: Screen;
  /** What differs from what is stored. */
  draft: Document;
  height?: number;
}

export function Preview({ screen, draft, height = 560 }: Props) {
  const session = useSession();
  const mayChange = session.may('update:branding');
  const [body] = useDebouncedValue({ prompt: screen.prompt, screen: screen.screen, ...draft }, 400);
  const query = useQuery({
    queryKey: ['branding', 'preview', body],
    queryFn: () => ask(Drawn, api.POST('/branding/previews', { body: body as never })),
    enabled: mayChange,
    placeholderData: keepPreviousData,
    // The address is good for five minutes, and for the latest draft.
    gcTime: 0,
    staleTime: 240_000,
    refetchInterval: 240_000,
    retry: false,
  });
  if (!mayChange) return <Note>A preview is for those who may change the branding.</Note>;
  const error = query.error;
  if (error instanceof ApiError && error.status === 400)
    return (
      <Note tone="bad" title="This can’t be shown">
        {error.message}
      </Note>
    );
  if (error) return <Failure error={error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  return (
    <Stack gap="xs">
      {query.data.problem && (
        <Note tone="warn" title="Ostia’s own is shown in its place">
          {query.data.problem}
        </Note>
      )}
      <iframe
        title={`Preview: ${screen.label}`}
        // No scripts, no forms, and an origin that is nobody's.
        sandbox=""
        src={query.data.url}
        style={{ width: '100%', height, border: '1px solid var(--o-hair)', borderRadius: 8 }}
        tabIndex={-1}
      />
      <Text fz={13} c="dimmed">
        Drawn by the server, as people will see it, in the scheme of your system.
      </Text>
    </Stack>
  );
}

export function ScreenSelect({ value, onChange }: { value: Screen; onChange: (screen: Screen) => void }) {
  return (
    <Select
      label="Screen"
      data={SCREENS.map(({ screen, label }) => ({ value: screen, label }))}
      value={value.screen}
      onChange={(next) => onChange(SCREENS.find(({ screen }) => screen === next) ?? value)}
      allowDeselect={false}
      maw={320}
    />
  );
}
