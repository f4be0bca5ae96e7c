// The page of one thing: it is read, its head is shown, and below it its parts, each with an address of its own.
import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Missing } from '~/shell/Trouble';
import { Failure } from './Note';
import { Page } from './Page';
import { PageTabs } from './PageTabs';

/** A part of a thing's page. */
export interface Tab<Props> {
  value: string;
  label: string;
  part: ComponentType<Props> & { preload?: () => void };
}

/** A part whose code comes when it is wanted, or a moment before. */
export function part<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const Part: ComponentType<Props> = lazy(load);
  // What can't be fetched now is told when it is needed.
  const preload = () => void load().catch(() => {});
  return Object.assign((props: Props) => <Part {...props} />, { preload });
}

/** What stands above the parts. */
export interface Head {
  title: string;
  says?: ReactNode;
  beside?: ReactNode;
  actions?: ReactNode;
}

interface Props<Thing> {
  /** What it is, as long as it has no name yet. */
  noun: string;
  back?: { to: string; label: string };
  query: UseQueryResult<Thing>;
  head: (thing: Thing) => Head;
  children: (thing: Thing) => ReactNode;
}

export function Detail<Thing>({ noun, back, query, head, children }: Props<Thing>) {
  const to = back ? { back } : {};
  if (query.data === undefined) {
    return (
      <Page title={query.error ? noun : '…'} {...to}>
        {query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />}
      </Page>
    );
  }
  return (
    <Page {...to} {...head(query.data)}>
      {children(query.data)}
    </Page>
  );
}

interface Parts<Part> {
  tabs: readonly Tab<Part>[];
  /** The part that the address names; the first where it names none. */
  tab: string | undefined;
  go: (tab: string | undefined) => void;
}

interface TabbedProps<Thing, Part> extends Omit<Props<Thing>, 'children'>, Parts<Part> {
  /** What the parts get. */
  given: (thing: Thing) => Part;
  id: (thing: Thing) => string;
}

/** A thing whose parts are tabs. */
export function TabbedDetail<Thing, Part extends object>({
  tabs,
  tab,
  go,
  given,
  id,
  ...rest
}: TabbedProps<Thing, Part>) {
  const current = useCurrent(tabs, tab);
  if (!current) return <Missing />;
  return (
    <Detail {...rest}>
      {(thing) => <Opened key={id(thing)} tabs={tabs} current={current} go={go} given={given(thing)} />}
    </Detail>
  );
}

interface TabbedPageProps extends Parts<object> {
  title: string;
  says: string;
}

/** A page whose parts are tabs, each of which reads what it shows. */
export function TabbedPage({ title, says, tabs, tab, go }: TabbedPageProps) {
  const current = useCurrent(tabs, tab);
  if (!current) return <Missing />;
  return (
    <Page title={title} says={says}>
      <Opened tabs={tabs} current={current} go={go} given={{}} />
    </Page>
  );
}

function useCurrent<Part>(tabs: readonly Tab<Part>[], tab: string | undefined): Tab<Part> | undefined {
  const current = tabs.find((known) => known.value === (tab ?? tabs[0]?.value));
  useEffect(() => current?.part.preload?.(), [current]);
  return current;
}

interface OpenedProps<Part> extends Omit<Parts<Part>, 'tab'> {
  current: Tab<Part>;
  given: Part;
}

function Opened<Part extends object>({ tabs, current, go, given }: OpenedProps<Part>) {
  return (
    <>
      <PageTabs
        parts={tabs}
        current={current.value}
        // The first has the address of the whole.
        go={(next) => go(next === tabs[0]?.value ? undefined : next)}
      />
      <Suspense fallback={<Waiting />}>
        <current.part {...given} />
      </Suspense>
    </>
  );
}

/** What was read, once it is there: until then that it is coming, or why it doesn’t. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (value: T) => ReactNode;
}) {
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return query.data === undefined ? <Waiting /> : children(query.data);
}

/** Stands where something is being loaded. */
export function Waiting() {
  return (
    <Stack role="status" aria-label="Loading">
      <Skeleton height={20} width="40%" />
      <Skeleton height={160} />
      <Skeleton height={160} />
    </Stack>
  );
}
