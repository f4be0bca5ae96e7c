// A table of more things than a page holds: only the rows in sight are there, and the next are fetched on the way.
import { Table, Text } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Failure } from './Note';
import { Cells, Coming, Head, type ThingsProps, useFollow } from './Things';

interface Props<Row> extends ThingsProps<Row> {
  /** How many there are, fetched or not. */
  total: number;
  /** Fetches the next ones; left out where all are there. */
  more?: (() => void) | undefined;
  isFetching?: boolean;
}

/** A guess; each row is measured once it is there. */
const ROW = 63;
/** How many rows before the end the next ones are fetched. */
const AHEAD = 40;

export function LongThings<Row>(props: Props<Row>) {
  const { label, columns, rows, error, retry, empty } = props;
  if (error) return <Failure error={error} {...(retry ? { retry } : {})} />;
  if (rows?.length === 0) return <div className="things">{empty}</div>;
  if (rows) return <Window {...props} rows={rows} />;
  return (
    <div className="things">
      <Table aria-label={label} aria-busy>
        <Head columns={columns} />
        <Table.Tbody>
          <Coming columns={columns} />
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Window<Row>({
  label,
  columns,
  rows,
  id,
  to,
  total,
  more,
  isFetching = false,
}: Props<Row> & { rows: readonly Row[] }) {
  const follow = useFollow(to);
  const place = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const measured = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    setAbove(measured);
  }, []);
  const window_ = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: 10,
    scrollMargin: above,
    getItemKey: (index) => id(rows[index] as Row),
  });
  const shown = window_.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  const isNearEnd = last !== undefined && last.index >= rows.length - AHEAD;
  useEffect(() => {
    if (isNearEnd && more && !isFetching) more();
  }, [isNearEnd, more, isFetching]);
  const before = first ? first.start - window_.options.scrollMargin : 0;
  const after = last ? window_.getTotalSize() - (last.end - window_.options.scrollMargin) : 0;
  return (
    <>
      <div className="things" ref={place}>
        <Table aria-label={label} layout="fixed" aria-rowcount={Math.max(total, rows.length) + 1}>
          <Head columns={columns} />
          <Table.Tbody>
            {before > 0 && <Gap height={before} />}
            {shown.map((item) => {
              const row = rows[item.index] as Row;
              return (
                <Table.Tr
                  key={item.key}
                  ref={window_.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  onClick={follow(row)}
                  data-link={to ? true : undefined}
                >
                  <Cells columns={columns} row={row} />
                </Table.Tr>
              );
            })}
            {after > 0 && <Gap height={after} />}
            {more && isFetching && <Coming columns={columns} count={3} />}
          </Table.Tbody>
        </Table>
      </div>
      <Text fz={13} c="dimmed" role="status">
        {rows.length < total
          ? `${total.toLocaleString()} in all; more come as you scroll.`
          : `${rows.length.toLocaleString()} in all.`}
      </Text>
    </>
  );
}

/** Stands for the rows that are out of sight. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
