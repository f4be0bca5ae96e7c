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

interface TabbedProps<Thing, Part> extends Omit<Props<Thing>, 'children'> {
  tabs: readonly Tab<Part>[];
  /** The part that the address names; the first where it names none. */
  tab: string | undefined;
  go: (tab: string | undefined) => void;
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
  const first = tabs[0]?.value;
  const current = tabs.find((known) => known.value === (tab ?? first));
  useEffect(() => current?.part.preload?.(), [current]);
  if (!current) return <Missing />;
  return (
    <Detail {...rest}>
      {(thing) => (
        <>
          <PageTabs
            parts={tabs}
            current={current.value}
            go={(next) => go(next === first ? undefined : next)}
          />
          <Suspense fallback={<Waiting />}>
            <current.part key={id(thing)} {...given(thing)} />
          </Suspense>
        </>
      )}
    </Detail>
  );
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
