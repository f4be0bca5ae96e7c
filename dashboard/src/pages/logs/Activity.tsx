import { Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { Bars, type Point } from '~/parts/Bars';
import { Failure } from '~/parts/Note';
import { Page } from '~/parts/Page';

const Day = z.looseObject({
  date: z.string(),
  logins: z.number().catch(0),
  signups: z.number().catch(0),
  leaked_passwords: z.number().catch(0),
});

const DAYS = 30;

/** The last days, those without anything too, oldest first. */
export function filled(
  days: readonly z.infer<typeof Day>[],
  today: Date,
  member: 'logins' | 'signups',
): Point[] {
  const known = new Map(days.map((day) => [day.date.slice(0, 10), day[member]]));
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(
      Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - (DAYS - 1 - index)),
    );
    const name = date.toISOString().slice(0, 10);
    return { label: name, value: known.get(name) ?? 0 };
  });
}

export function Activity() {
  const today = new Date();
  const from = new Date(today.getTime() - (DAYS - 1) * 86_400_000);
  const short = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '');
  const daily = useQuery({
    queryKey: ['stats', 'daily', short(today)],
    queryFn: () =>
      ask(
        z.array(Day),
        api.GET('/stats/daily', { params: { query: { from: short(from), to: short(today) } } }),
      ),
  });
  const active = useQuery({
    queryKey: ['stats', 'active'],
    queryFn: () => ask(z.number(), api.GET('/stats/active-users')),
  });
  const problem = daily.error ?? active.error;
  const logins = filled(daily.data ?? [], today, 'logins');
  const signups = filled(daily.data ?? [], today, 'signups');
  const sum = (points: readonly Point[]) => points.reduce((total, point) => total + point.value, 0);
  return (
    <Page
      title="Activity"
      says="How many people logged in and signed up in the last thirty days. Days are those of UTC."
    >
      {problem ? (
        <Failure error={problem} />
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Figure name="Active users" value={active.data} />
            <Figure name="Log-ins" value={daily.data && sum(logins)} />
            <Figure name="Sign-ups" value={daily.data && sum(signups)} />
          </SimpleGrid>
          <Chart title="Log-ins" points={logins} />
          <Chart title="Sign-ups" points={signups} />
        </>
      )}
    </Page>
  );
}

function Figure({ name, value }: { name: string; value: number | undefined }) {
  return (
    <Paper p="md">
      <Text fz={13} c="dimmed">
        {name}
      </Text>
      <Text fz={32} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value?.toLocaleString() ?? '…'}
      </Text>
    </Paper>
  );
}

function Chart({ title, points }: { title: string; points: Point[] }) {
  return (
    <Paper p="lg" component="section" aria-label={title}>
      <Stack>
        <Title order={2}>{title}</Title>
        <Bars points={points} unit={title.toLowerCase()} />
        <details>
          <summary>As a table</summary>
          <Table aria-label={title} mt="sm" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Day</Table.Th>
                <Table.Th>{title}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.map((point) => (
                <Table.Tr key={point.label}>
                  <Table.Td>{point.label}</Table.Td>
                  <Table.Td>{point.value.toLocaleString()}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </details>
      </Stack>
    </Paper>
  );
}
