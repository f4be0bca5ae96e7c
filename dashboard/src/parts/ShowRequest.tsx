import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '~/session';
import { Code } from './Copy';
import { LANGUAGES, type Language, type Request, snippet } from './snippets';

export type { Request };

/** The request that the page would send, in eleven languages. It needs a token of one's own. */
export function Requests({ request, label = 'Show request' }: { request: Request; label?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCode size={16} stroke={1.5} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="The request" size="xl">
        <Stack>
          <Text c="dimmed">
            The Management API does all that this page does. Replace <code>TOKEN</code> with a token that has
            the scopes.
          </Text>
          <InLanguages requests={[{ request }]} />
        </Stack>
      </Modal>
    </>
  );
}

/** Requests in one language, which can be chosen. */
export function InLanguages({ requests }: { requests: readonly { says?: string; request: Request }[] }) {
  const { domain } = useSession();
  const [language, setLanguage] = useState<Language>('cURL');
  return (
    <Stack>
      <Select
        label="Language"
        data={LANGUAGES}
        value={language}
        onChange={(next) => setLanguage((next as Language | null) ?? 'cURL')}
        w={220}
      />
      {requests.map(({ says, request }) => (
        <Stack key={request.url ?? request.path} gap={6}>
          {says && <Text>{says}</Text>}
          <Code text={snippet(language, request, domain)} label="the request" />
        </Stack>
      ))}
    </Stack>
  );
}
