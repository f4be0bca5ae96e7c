import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { Client } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { Failure, Tag } from '~/parts/Note';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';
import { Badges } from './Badges';
import { typeOf } from './model';
import { readClient } from './queries';

const route = getRouteApi('/applications/$id/{-$tab}');

interface Tab {
  value: string;
  label: string;
  part: ComponentType<{ client: Client }>;
}

const TABS: readonly Tab[] = [
  { value: 'quick-start', label: 'Quick start', part: lazy(() => import('./QuickStart')) },
  { value: 'settings', label: 'Settings', part: lazy(() => import('./Settings')) },
  { value: 'credentials', label: 'Credentials', part: lazy(() => import('./Credentials')) },
  { value: 'may', label: 'What it may do', part: lazy(() => import('./May')) },
  { value: 'connections', label: 'Connections', part: lazy(() => import('./Connections')) },
  { value: 'apis', label: 'API access', part: lazy(() => import('./ApiAccess')) },
  { value: 'logs', label: 'Logs', part: lazy(() => import('./Logs')) },
];

export function Detail() {
  const { id, tab = 'quick-start' } = route.useParams();
  const navigate = route.useNavigate();
  const query = useQuery(readClient(id));
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  const back = { to: '/applications', label: 'Applications' };
  if (query.error) {
    return (
      <Page title="Application" back={back}>
        <Failure error={query.error} retry={() => void query.refetch()} />
      </Page>
    );
  }
  const client = query.data;
  if (!client) {
    return (
      <Page title="…" back={back}>
        <Waiting />
      </Page>
    );
  }
  return (
    <Page
      title={client.name || client.client_id}
      back={back}
      beside={
        <>
          <Tag>{typeOf(client).label}</Tag>
          <Badges client={client} />
          <Copyable text={client.client_id} label="the client ID" />
        </>
      }
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { id, tab: next === 'quick-start' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part key={client.client_id} client={client} />
      </Suspense>
    </Page>
  );
}

function Waiting() {
  return (
    <Stack role="status" aria-label="Loading">
      <Skeleton height={20} width="40%" />
      <Skeleton height={160} />
      <Skeleton height={160} />
    </Stack>
  );
}
