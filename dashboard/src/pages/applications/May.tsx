import { Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { Client } from '~/api/shapes';
import { explanation, signature, type Verdict, verdicts } from './grants';
import { typeOf } from './model';

/** What the application may do, grant by grant, with the reason. */
export default function May({ client }: { client: Client }) {
  const all = verdicts(client);
  const signed = signature(client);
  return (
    <Stack gap="lg">
      <Paper p="lg">
        <Stack gap="xs" className="measure">
          <Title order={2}>What is {client.name}?</Title>
          <Text>{typeOf(client).sentence}</Text>
          <Text>{explanation(client)}</Text>
          <Text>
            Its ID tokens are signed with <b>{signed.algorithm}</b>.{signed.note ? ` ${signed.note}` : ''}
          </Text>
        </Stack>
      </Paper>
      <Verdicts
        title="It may"
        verdicts={all.filter((verdict) => verdict.allowed)}
        none="nothing: no grant works for it."
      />
      <Verdicts title="It may not" verdicts={all.filter((verdict) => !verdict.allowed)} none="" />
    </Stack>
  );
}

function Verdicts({ title, verdicts: shown, none }: { title: string; verdicts: Verdict[]; none: string }) {
  if (shown.length === 0 && none === '') return null;
  return (
    <Paper p="lg" component="section" aria-label={title}>
      <Title order={2} mb={4}>
        {title}
      </Title>
      {shown.length === 0 && <Text c="dimmed">{none}</Text>}
      {shown.map((verdict) => (
        <div key={verdict.grant} className="verdict">
          {verdict.allowed ? (
            <IconCheck size={18} stroke={1.5} className="yes" aria-hidden />
          ) : (
            <IconMinus size={18} stroke={1.5} className="no" aria-hidden />
          )}
          <Stack gap={2} align="flex-start">
            <Text fw={600}>{verdict.label}</Text>
            <Text c={verdict.allowed ? undefined : 'dimmed'} className="measure">
              {verdict.reason}
            </Text>
            <Text fz={13} c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
              {verdict.grant}
            </Text>
          </Stack>
        </div>
      ))}
    </Paper>
  );
}
