// A part of the settings that is saved.
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { api, ask } from '~/api/client';
import type { Document, Draft } from '~/parts/draft';
import { Groups } from '~/parts/Form';
import { Saved as Form } from '~/parts/Saved';
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
  const mayChange = useSession().may('update:tenant_settings');
  return (
    <Stack gap="lg">
      <Form
        at={readSettings.queryKey}
        draft={draft}
        send={(sent) => ask(Settings, api.PATCH('/tenants/settings', { body: sent as never }))}
        mayChange={mayChange}
        request={{ method: 'PATCH', path: '/tenants/settings' }}
        body={body}
        problem={problem}
      >
        <Groups>{children(!mayChange)}</Groups>
      </Form>
    </Stack>
  );
}
