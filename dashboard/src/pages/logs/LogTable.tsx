// Log entries, newest first: a row opens what is known of it.
import { Button, Collapse, Group, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { LogEntry, LogPage } from '~/api/shapes';
import { Code, Copyable } from '~/parts/Copy';
import { Failure, Note, Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { Pager } from '~/parts/Things';
import { exactly, when } from '~/parts/time';
import { before, placeOf, REACH } from './reach';
import { correlationOf, explanationOf, refusalOf, tone, words } from './words';

const SIZE = 25;

/** Entries that a query finds. With `live`, new ones appear by themselves. */
export function LogTable({ q, live = false }: { q: string; live?: boolean }) {
  const [page, setPage] = useState(0);
  /** The last entry of each thousand that was gone past. */
  const [passed, setPassed] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState(q);
  if (asked !== q) {
    setAsked(q);
    setPage(0);
    setPassed([]);
  }
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
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const entries = query.data?.logs;
  const total = thousand * REACH + (query.data?.total ?? 0);
  const go = (next: number) => {
    const last = entries?.at(-1)?.log_id;
    if (placeOf(next, SIZE).thousand > thousand && last) setPassed([...passed.slice(0, thousand), last]);
    setPage(next);
  };
  return (
    <Stack>
      <div className="things">
        {entries?.length === 0 ? (
          <Empty title="Nothing is in the log">
            Log-ins, tokens, refusals and changes appear here, a moment after they happened.
          </Empty>
        ) : (
          <Table aria-label="Log" aria-busy={!entries} verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>What happened</Table.Th>
                <Table.Th visibleFrom="sm">Who</Table.Th>
                <Table.Th visibleFrom="md">Application</Table.Th>
                <Table.Th w={190}>When</Table.Th>
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
        <Pager page={page} size={SIZE} total={total} go={go} />
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
                <IconChevronDown size={16} aria-hidden />
              ) : (
                <IconChevronRight size={16} aria-hidden />
              )}
              <div>
                <Tag tone={tone(entry)}>{words(entry.type)}</Tag>
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
        <Table.Td title={exactly(entry.date)} style={{ whiteSpace: 'nowrap' }}>
          {when(entry.date)}
        </Table.Td>
      </Table.Tr>
      <Table.Tr hidden={!opened}>
        <Table.Td colSpan={4} p={0}>
          <Collapse expanded={opened}>
            {opened && (
              <Stack p="md" gap="sm">
                <Why entry={entry} />
                <Group gap="sm">
                  <Copyable text={entry.log_id} label="the entry’s id" />
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
