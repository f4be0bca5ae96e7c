import { Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '~/api/shapes';
import { Code, Copyable } from '~/parts/Copy';
import { Note } from '~/parts/Note';
import { TextLink } from '~/parts/TextLink';
import { useSession } from '~/session';
import { grantsOf } from './access';
import { isPublic } from './model';
import { quickStarts } from './quickStarts';

export default function QuickStart({ client }: { client: Client }) {
  const { domain } = useSession();
  const isMachine = client.app_type === 'non_interactive';
  const grants = useQuery({ ...grantsOf(client.client_id), enabled: isMachine });
  const audience = grants.data?.find((grant) => grant.subject_type !== 'user')?.audience;
  const all = quickStarts(client, domain, audience ?? 'https://api.example/');
  const [name, setName] = useState(all[0]?.name ?? '');
  const chosen = all.find((one) => one.name === name) ?? all[0];
  if (!chosen) return null;
  const isListed =
    chosen.callback === null ||
    client.callbacks.includes(chosen.callback) ||
    chosen.callback.includes('YOUR.');
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
        <Fact name="Domain">
          <Copyable text={domain} label="the domain" />
        </Fact>
        <Fact name="Client ID">
          <Copyable text={client.client_id} label="the client ID" />
        </Fact>
        <Fact name="Secret">
          {isPublic(client) ? (
            <Text c="dimmed">none: it is public</Text>
          ) : (
            <TextLink to="/applications/$id/{-$tab}" params={{ id: client.client_id, tab: 'credentials' }}>
              under Credentials
            </TextLink>
          )}
        </Fact>
      </SimpleGrid>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          data={all.map((one) => one.name)}
          value={chosen.name}
          onChange={setName}
          aria-label="Language or framework"
        />
      </div>
      {isMachine && grants.data && !audience && (
        <Note tone="warn" title="It may use no API yet">
          Until you let it use one under{' '}
          <TextLink to="/applications/$id/{-$tab}" params={{ id: client.client_id, tab: 'apis' }}>
            API access
          </TextLink>
          , it gets no token.
        </Note>
      )}
      {!isListed && (
        <Note tone="warn" title="One address is missing">
          Add <code>{chosen.callback}</code> to the callback addresses under{' '}
          <TextLink to="/applications/$id/{-$tab}" params={{ id: client.client_id, tab: 'settings' }}>
            Settings
          </TextLink>
          , or people can’t come back after logging in.
        </Note>
      )}
      {chosen.install && (
        <Step title="Install">
          <Code text={chosen.install} label="the command" />
        </Step>
      )}
      <Step title={chosen.file}>
        <Code text={chosen.code} />
      </Step>
      {domain.startsWith('localhost') && (
        <Note>
          This server makes its own certificates. Node.js trusts them with <code>NODE_EXTRA_CA_CERTS</code>,
          others with their own setting; <code>ostia dev</code> prints where the file is.
        </Note>
      )}
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Paper p="md">
      <Text fz={13} c="dimmed">
        {name}
      </Text>
      <Group mt={4}>{children}</Group>
    </Paper>
  );
}

function Step({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={2} fz={15}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
