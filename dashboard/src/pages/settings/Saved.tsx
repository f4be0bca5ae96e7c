// A part of the settings that is saved.
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { api, ask } from '~/api/client';
import type { Document, Draft } from '~/parts/draft';
import { Groups, SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { useSaving } from '~/parts/useSaving';
import { useSession } from '~/session';
import { Settings } from './model';
import { readSettings } from './queries';

interface Props<T extends Document> {
  draft: Draft<T>;
  /** What is sent, where it isn't the draft's patch as it is. */
  body?: Document;
  problem?: string | null;
  children: (disabled: boolean) => ReactNode;
}

export function Saved<T extends Document>({ draft, body = draft.patch, problem = null, children }: Props<T>) {
  const session = useSession();
  const mayChange = session.may('update:tenant_settings');
  const save = useSaving({
    key: readSettings.queryKey,
    draft,
    send: () => ask(Settings, api.PATCH('/tenants/settings', { body: body as never })),
  });
  return (
    <Stack gap="lg">
      {!mayChange && <Note>Your roles let you look, and not change.</Note>}
      <Groups>{children(!mayChange)}</Groups>
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate()}
        request={{ method: 'PATCH', path: '/tenants/settings', body }}
        problem={problem}
      />
    </Stack>
  );
}
