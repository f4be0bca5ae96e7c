// A table of things: what a list page is made of.
import { Button, Group, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, useDeferredValue } from 'react';
import { Failure } from './Note';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  width?: number | string;
  /** Left out where there is no room. */
  wide?: boolean;
}

export interface ThingsProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  error?: unknown;
  retry?: () => void;
  id: (row: Row) => string;
  /** Where a row leads, below /dashboard. */
  to?: (row: Row) => string;
  empty: ReactNode;
}

export function Things<Row>({ label, columns, rows: known, error, retry, id, to, empty }: ThingsProps<Row>) {
  // Drawn when nothing more urgent is to do: whoever types isn't held up by rows.
  const rows = useDeferredValue(known);
  const follow = useFollow(to);
  if (error) return <Failure error={error} {...(retry ? { retry } : {})} />;
  if (rows?.length === 0) return <div className="things">{empty}</div>;
  return (
    <div className="things">
      <Table aria-label={label} aria-busy={rows === undefined}>
        <Head columns={columns} />
        <Table.Tbody>
          {rows?.map((row) => (
            <Table.Tr key={id(row)} onClick={follow(row)} data-link={to ? true : undefined}>
              <Cells columns={columns} row={row} />
            </Table.Tr>
          )) ?? <Coming columns={columns} />}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Goes where a row leads when it is clicked. */
export function useFollow<Row>(to: ((row: Row) => string) | undefined) {
  const navigate = useNavigate();
  return (row: Row) => (event: MouseEvent) => {
    // Links, buttons and marked text keep what they are for.
    const target = event.target as HTMLElement;
    if (!to || target.closest('a, button, input') || window.getSelection()?.toString()) return;
    void navigate({ to: to(row) });
  };
}

export function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map((column) => (
          <Table.Th key={column.title} w={column.width} visibleFrom={column.wide ? 'md' : undefined}>
            {column.title || <VisuallyHidden>What can be done</VisuallyHidden>}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

export function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return columns.map((column) => (
    <Table.Td key={column.title} visibleFrom={column.wide ? 'md' : undefined}>
      {column.cell(row)}
    </Table.Td>
  ));
}

/** Rows that are being fetched. */
export function Coming<Row>({ columns, count = 8 }: { columns: readonly Column<Row>[]; count?: number }) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells them apart
    <Table.Tr key={index}>
      {columns.map((column) => (
        <Table.Td key={column.title} visibleFrom={column.wide ? 'md' : undefined}>
          <Skeleton height={14} width="70%" />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

/** Pages of a list: which rows are shown, and of how many. */
export function Pager({
  page,
  size,
  total,
  go,
  isWaiting = false,
}: {
  page: number;
  size: number;
  total: number;
  go: (page: number) => void;
  /** What comes next isn't known yet. */
  isWaiting?: boolean;
}) {
  if (total <= size) return null;
  const last = Math.ceil(total / size) - 1;
  const from = page * size + 1;
  return (
    <Group justify="space-between" component="nav" aria-label="Pages">
      <Text fz={13} c="dimmed">
        {from.toLocaleString()}–{Math.min(from + size - 1, total).toLocaleString()} of{' '}
        {total.toLocaleString()}
      </Text>
      <Group gap="xs">
        <Button variant="default" size="xs" disabled={page === 0} onClick={() => go(page - 1)}>
          Previous
        </Button>
        <Button variant="default" size="xs" disabled={page >= last || isWaiting} onClick={() => go(page + 1)}>
          Next
        </Button>
      </Group>
    </Group>
  );
}
