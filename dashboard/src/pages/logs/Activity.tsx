import { Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { Bars, type Point } from '~/parts/Bars';
import { Waiting } from '~/parts/Detail';
import { Failure, Note } from '~/parts/Note';
import { Page } from '~/parts/Page';
import { Ranks } from '~/parts/Ranks';
import { TextLink } from '~/parts/TextLink';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';
import { countedByDay, Day, FAILED, filled, lastDays, newest, tokensByType, USED, usesOf } from './activity';

/** So many applications are named. */
const NAMED = 10;

const sum = (points: readonly Point[]) => points.reduce((total, point) => total + point.value, 0);

export function Activity() {
  const session = useSession();
  const [today] = useState(() => new Date());
  const days = lastDays(today);
  const short = (date: string | undefined) => date?.replaceAll('-', '') ?? '';
  const daily = useQuery({
    queryKey: ['stats', 'daily', days.at(-1)],
    queryFn: () =>
      ask(
        z.array(Day),
        api.GET('/stats/daily', { params: { query: { from: short(days[0]), to: short(days.at(-1)) } } }),
      ),
  });
  const active = useQuery({
    queryKey: ['stats', 'active'],
    queryFn: () => ask(z.number(), api.GET('/stats/active-users')),
  });
  const mayRead = session.may('read:logs');
  const failures = useQuery({
    queryKey: ['stats', 'failures', days.at(-1)],
    queryFn: () => countedByDay(FAILED, days),
    enabled: mayRead,
    staleTime: 60_000,
  });
  const problem = daily.error ?? active.error;
  const logins = filled(daily.data ?? [], today, 'logins');
  const signups = filled(daily.data ?? [], today, 'signups');
  return (
    <Page
      title="Activity"
      says="What happened in the last thirty days: log-ins, sign-ups, refusals, tokens. Days are those of UTC."
    >
      {problem ? (
        <Failure error={problem} />
      ) : (
        <>
          <SimpleGrid cols={{ base: 2, sm: 4 }}>
            <Figure name="Active users" value={active.data} />
            <Figure name="Log-ins" value={daily.data && sum(logins)} />
            <Figure name="Sign-ups" value={daily.data && sum(signups)} />
            {mayRead && <Figure name="Refusals" value={failures.data && sum(failures.data)} />}
          </SimpleGrid>
          <Chart title="Log-ins" points={logins} />
          <Chart title="Sign-ups" points={signups} />
        </>
      )}
      {failures.error ? (
        <Failure error={failures.error} />
      ) : (
        ((failures.data && (
          <Chart
            title="Refusals"
            points={failures.data}
            says={
              <>
                Log-ins, tokens and requests to the Management API that were refused.{' '}
                <TextLink to="/logs" search={{ kind: 'refused' }}>
                  The log
                </TextLink>{' '}
                says of each why.
              </>
            }
          />
        )) ??
        (mayRead && <Waiting />))
      )}
      {mayRead ? (
        <Uses days={days} />
      ) : (
        <Note>Refusals, tokens and applications are counted from the log, which your roles don’t show.</Note>
      )}
    </Page>
  );
}

/** Which applications are used, and of which type those are that get tokens. */
function Uses({ days }: { days: readonly string[] }) {
  const session = useSession();
  const found = useQuery({
    queryKey: ['stats', 'uses', days.at(-1)],
    queryFn: () => newest(USED, days),
    staleTime: 60_000,
  });
  const clients = useQuery({ ...listClients({}), enabled: session.may('read:clients') });
  if (found.error) return <Failure error={found.error} />;
  if (!found.data) return <Waiting />;
  const { entries, total } = found.data;
  const uses = usesOf(entries);
  const says =
    total > entries.length
      ? `Of the newest ${entries.length.toLocaleString()} of ${total.toLocaleString()} log-ins and tokens.`
      : 'Of all log-ins and tokens that the log holds of these days.';
  const types = clients.data ? tokensByType(uses, clients.data.clients) : [];
  const nothing = <Text c="dimmed">Nobody has logged in or got a token yet.</Text>;
  return (
    <>
      {clients.data && (
        <Part title="Tokens by type of application" says={says}>
          {types.length === 0 ? (
            nothing
          ) : (
            <Ranks
              label="Tokens by type of application"
              heads={['Type', 'Tokens']}
              ranks={types.map(({ label, value }) => ({ id: label, name: label, value }))}
            />
          )}
        </Part>
      )}
      <Part title="Most used applications" says={says}>
        {uses.length === 0 ? (
          nothing
        ) : (
          <Ranks
            label="Most used applications"
            heads={['Application', 'Log-ins', 'Tokens', 'Together']}
            ranks={uses.slice(0, NAMED).map((use) => ({
              id: use.id,
              name: (
                <TextLink to="/applications/$id/{-$tab}" params={{ id: use.id }}>
                  {use.name}
                </TextLink>
              ),
              parts: [use.logins, use.tokens],
              value: use.logins + use.tokens,
            }))}
          />
        )}
      </Part>
    </>
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

function Part({ title, says, children }: { title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <Paper p="lg" component="section" aria-label={title}>
      <Stack>
        <div>
          <Title order={2}>{title}</Title>
          {says && (
            <Text fz={13} c="dimmed">
              {says}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Paper>
  );
}

function Chart({ title, points, says }: { title: string; points: readonly Point[]; says?: ReactNode }) {
  return (
    <Part title={title} says={says}>
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
    </Part>
  );
}
