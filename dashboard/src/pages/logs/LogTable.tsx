// Log entries, newest first: a row opens what is known of it.
import { Button, Collapse, Group, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ask } from '~/api/client';
import { LogEntry, LogPage } from '~/api/shapes';
import { Code, Copyable } from '~/parts/Copy';
import { Failure, Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { TextLink } from '~/parts/TextLink';
import { Pager } from '~/parts/Things';
import { exactly, when } from '~/parts/time';
import { changeOf } from './changes';
import { before, FIRST, type Paged, placeOf, REACH, reachable } from './reach';
import { correlationOf, explanationOf, refusalOf, tone, words } from './words';

const SIZE = 25;

interface Props {
  q: string;
  /** New ones appear by themselves. */
  live?: boolean;
  /** How far it is paged, and how that changes, where the address keeps it. */
  at?: Paged;
  move?: (next: Paged) => void;
}

/** Entries that a query finds. */
export function LogTable({ q, live = false, at, move }: Props) {
  const [own, setOwn] = useState<Paged>(FIRST);
  const [asked, setAsked] = useState(q);
  if (asked !== q) {
    setAsked(q);
    setOwn(FIRST);
  }
  const { page, passed } = reachable(at ?? own, SIZE);
  const { thousand, within } = placeOf(page, SIZE);
  const found = before(q, thousand === 0 ? undefined : passed[thousand - 1]);
  const query = useQuery({
    queryKey: ['logs', found, within],
    queryFn: () => {
      const parameters = {
        page: within,
        per_page: SIZE,
        include_totals: true,
        sort: 'date:-1',
        ...(found ? { q: found } : {}),
      };
      return ask(LogPage, api.GET('/logs', { params: { query: parameters } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: live && page === 0 ? 3_000 : false,
  });
  const total = useRef(0);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const entries = query.data?.logs;
  // What is shown meanwhile counts for the place that it was fetched for.
  if (query.data && !query.isPlaceholderData) total.current = thousand * REACH + query.data.total;
  const go = (next: number) => {
    const last = entries?.at(-1)?.log_id;
    const isPast = placeOf(next, SIZE).thousand > thousand && last;
    (move ?? setOwn)({ page: next, passed: isPast ? [...passed.slice(0, thousand), last] : passed });
  };
  return (
    <Stack>
      <div className="things">
        {entries?.length === 0 ? (
          <Empty title="Nothing is in the log">
            Log-ins, tokens, refusals and changes appear here, a moment after they happened.
          </Empty>
        ) : (
          <Table aria-label="Log" aria-busy={!entries} verticalSpacing={6} layout="fixed">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>What happened</Table.Th>
                <Table.Th visibleFrom="sm" w="22%">
                  Who
                </Table.Th>
                <Table.Th visibleFrom="md" w="22%">
                  Application
                </Table.Th>
                <Table.Th w={190} visibleFrom="xs">
                  When
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries?.map((entry) => (
                <Entry key={entry.log_id} entry={entry} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </div>
      <Group justify="space-between">
        <Button
          variant="default"
          size="xs"
          onClick={() => void query.refetch()}
          loading={query.isFetching && !live}
        >
          Look again
        </Button>
        <Pager
          page={page}
          size={SIZE}
          total={total.current}
          go={go}
          // The last entry of a thousand says where the next begins.
          isWaiting={query.isPlaceholderData && placeOf(page + 1, SIZE).thousand > thousand}
        />
      </Group>
    </Stack>
  );
}

function Entry({ entry }: { entry: LogEntry }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <UnstyledButton onClick={() => setOpened(!opened)} aria-expanded={opened}>
            <Group gap={8} wrap="nowrap" align="flex-start">
              {opened ? (
                <IconChevronDown size={16} style={{ flex: 'none', marginTop: 3 }} aria-hidden />
              ) : (
                <IconChevronRight size={16} style={{ flex: 'none', marginTop: 3 }} aria-hidden />
              )}
              <div>
                <Tag tone={tone(entry)}>{words(entry.type)}</Tag>
                <Text fz={13} c="dimmed" mt={2} hiddenFrom="xs">
                  {when(entry.date)}
                </Text>
                {entry.description && (
                  <Text fz={13} c="dimmed" lineClamp={1} mt={2}>
                    {entry.description}
                  </Text>
                )}
              </div>
            </Group>
          </UnstyledButton>
        </Table.Td>
        <Table.Td visibleFrom="sm">{entry.user_name ?? entry.user_id ?? ''}</Table.Td>
        <Table.Td visibleFrom="md">{entry.client_name ?? entry.client_id ?? ''}</Table.Td>
        <Table.Td title={exactly(entry.date)} style={{ whiteSpace: 'nowrap' }} visibleFrom="xs">
          {when(entry.date)}
        </Table.Td>
      </Table.Tr>
      <Table.Tr hidden={!opened}>
        <Table.Td colSpan={4} p={0}>
          <Collapse expanded={opened}>
            {opened && (
              <Stack p="md" gap="sm">
                <Why entry={entry} />
                <Changed entry={entry} />
                <Group gap="sm">
                  <Copyable text={entry.log_id} label="the entry’s id" />
                  <TextLink to="/logs" search={{ q: `log_id:"${entry.log_id}"` }} fz={13}>
                    Link to this entry
                  </TextLink>
                  {correlationOf(entry) && (
                    <Copyable text={correlationOf(entry) ?? ''} label="the correlation id" />
                  )}
                  <Text fz={13} c="dimmed">
                    {exactly(entry.date)} · {entry.type}
                    {entry.ip ? ` · ${entry.ip}` : ''}
                  </Text>
                </Group>
                <Code text={JSON.stringify(entry, null, 2)} label="the entry" />
              </Stack>
            )}
          </Collapse>
        </Table.Td>
      </Table.Tr>
    </>
  );
}

/** What a change by the Management API changed. */
function Changed({ entry }: { entry: LogEntry }) {
  const change = changeOf(entry);
  if (!change) return null;
  return (
    <section className="things" aria-label="What changed">
      <Table aria-label="What changed" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{change.path}</Table.Th>
            <Table.Th>Before</Table.Th>
            <Table.Th>After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {change.members.map(({ name, before, after }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <code>{name}</code>
              </Table.Td>
              <Table.Td className="value">{before}</Table.Td>
              <Table.Td className="value">{after}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {change.members.length === 0 && <Text p="md">Nothing is another than before.</Text>}
    </section>
  );
}

function Why({ entry }: { entry: LogEntry }) {
  const refusal = refusalOf(entry);
  // The list leaves it out: one entry is explained when it is read.
  const read = useQuery({
    queryKey: ['logs', 'one', entry.log_id],
    queryFn: () => ask(LogEntry, api.GET('/logs/{id}', { params: { path: { id: entry.log_id } } })),
    enabled: refusal !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!refusal) return null;
  const explanation = read.data ? explanationOf(read.data) : null;
  return (
    <Note tone="bad" title="Why it was refused">
      <Stack gap={4}>
        <span>{explanation?.rule ?? refusal.why}</span>
        {explanation && refusal.why && refusal.why !== explanation.rule && (
          <span>
            What decided here: <code>{refusal.why}</code>
          </span>
        )}
        {explanation?.setting && <span>It follows from {explanation.setting}.</span>}
        {explanation?.remedy && (
          <span>
            <b>What to do:</b> {explanation.remedy}
          </span>
        )}
        {refusal.told && (
          <span>
            The caller was told: <code>{refusal.told}</code>
          </span>
        )}
        {refusal.asked && (
          <span>
            It was asked: <code>{refusal.asked}</code>
          </span>
        )}
      </Stack>
    </Note>
  );
}
