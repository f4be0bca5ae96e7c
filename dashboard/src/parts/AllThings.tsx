// A table of things that are all there: beyond what is drawn at once, only the rows in sight.
import { lazy, Suspense } from 'react';
import { Things, type ThingsProps } from './Things';

const LongThings = lazy(() => import('./LongThings').then((part) => ({ default: part.LongThings })));

/** So many rows are drawn at once without being felt. */
const AT_ONCE = 100;

export function AllThings<Row>(props: ThingsProps<Row>) {
  const { rows } = props;
  const short = <Things {...props} />;
  if (!rows || rows.length <= AT_ONCE) return short;
  return (
    <Suspense fallback={<Things {...props} rows={rows.slice(0, AT_ONCE)} />}>
      <LongThings {...(props as ThingsProps<unknown>)} total={rows.length} />
    </Suspense>
  );
}
