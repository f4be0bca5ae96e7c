// How much of it each has, the most first: bars that are a table.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Rank {
  id: string;
  name: ReactNode;
  /** What the bar is as long as; the last number. */
  value: number;
  /** Numbers before it. */
  parts?: readonly number[];
}

interface Props {
  label: string;
  /** The heads: of the name, of the numbers. */
  heads: readonly string[];
  ranks: readonly Rank[];
}

export function Ranks({ label, heads, ranks }: Props) {
  // On a phone there is room for the name and the last number, which the others add up to.
  const from = (column: number) => (column > 0 && column < heads.length - 1 ? 'xs' : undefined);
  const most = Math.max(1, ...ranks.map((rank) => rank.value));
  return (
    <div className="ranks">
      <Table aria-label={label} verticalSpacing={6} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, index) => (
              <Table.Th key={head} ta={index === 0 ? undefined : 'end'} visibleFrom={from(index)}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ranks.map(({ id, name, value, parts = [] }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <div className="rank">
                  {name}
                  <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
                    <rect width={(value / most) * 100} height="4" rx="1" fill="var(--o-sea)" />
                  </svg>
                </div>
              </Table.Td>
              {[...parts, value].map((number, index) => (
                <Table.Td key={heads[index + 1]} ta="end" visibleFrom={from(index + 1)}>
                  {number.toLocaleString()}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
