// A log-in with the connection and nothing else, and what became of it.
import { Anchor, Button, Modal, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import type { Connection } from '~/api/shapes';
import { Code } from '~/parts/Copy';
import { Note } from '~/parts/Note';
import { useSession } from '~/session';
import { LogTable } from '../logs/LogTable';
import { tryAt } from './kinds';

const Candidates = z.object({
  clients: z.array(
    z.looseObject({
      client_id: z.string(),
      name: z.string().catch(''),
      app_type: z.string().nullish(),
      callbacks: z.array(z.string()).catch([]),
    }),
  ),
});

const readCandidates = {
  queryKey: ['clients', 'with-callbacks'],
  queryFn: async () => {
    const query = {
      per_page: 100,
      include_totals: true,
      is_global: false,
      fields: 'client_id,name,app_type,callbacks',
      include_fields: true,
    };
    return (await ask(Candidates, api.GET('/clients', { params: { query } }))).clients;
  },
};

export function Try({
  connection,
  enabled,
}: {
  connection: Connection;
  enabled: ReadonlySet<string> | undefined;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Try it
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Log in with ${connection.name}`}
        size="xl"
      >
        {opened && <Trial connection={connection} enabled={enabled} />}
      </Modal>
    </>
  );
}

function Trial({
  connection,
  enabled,
}: {
  connection: Connection;
  enabled: ReadonlySet<string> | undefined;
}) {
  const { domain, may } = useSession();
  const clients = useQuery(readCandidates);
  const [chosen, setChosen] = useState<string | null>(null);
  const [challenge, setChallenge] = useState('');
  useEffect(() => {
    // Nobody keeps the verifier: whoever gets the code can do nothing with it but see that it came.
    const verifier = crypto.getRandomValues(new Uint8Array(32));
    void crypto.subtle.digest('SHA-256', verifier).then((hash) => {
      const text = btoa(String.fromCharCode(...new Uint8Array(hash)));
      setChallenge(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
    });
  }, []);
  const fit = (clients.data ?? []).filter(
    (client) => enabled?.has(client.client_id) && client.callbacks.some((url) => !url.includes('*')),
  );
  const client = fit.find((known) => known.client_id === chosen) ?? fit[0];
  const callback = client?.callbacks.find((url) => !url.includes('*'));
  if (clients.data && enabled && (!client || !callback)) {
    return (
      <Note tone="warn" title="No application can try it">
        Switch the connection on for an application that has a callback address, below.
      </Note>
    );
  }
  if (!client || !callback) return null;
  const address = tryAt(domain, { client_id: client.client_id, callback }, connection.name, challenge);
  return (
    <Stack>
      <Select
        label="As which application"
        data={fit.map((known) => ({ value: known.client_id, label: known.name || known.client_id }))}
        value={client.client_id}
        onChange={setChosen}
        maw={360}
      />
      <Text>
        Open this address in a <b>private window</b>: in this one you would log in as somebody else, here too.
        It ends at <code>{callback}</code> with a code, or with an error that says what was wrong.
      </Text>
      <Code text={address} label="the address" />
      <Text fz={13} c="dimmed">
        Or go on{' '}
        <Anchor href={address} target="_blank" rel="noreferrer">
          in a tab
        </Anchor>
        , and log in here again afterwards.
      </Text>
      {may('read:logs') && (
        <Stack gap="xs">
          <Text fw={500}>What came of it</Text>
          <LogTable q={`connection:"${connection.name}"`} live />
        </Stack>
      )}
    </Stack>
  );
}
