import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { User } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { Failure, Tag } from '~/parts/Note';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';
import { readUser } from './queries';

const route = getRouteApi('/users/$id/{-$tab}');

interface Tab {
  value: string;
  label: string;
  part: ComponentType<{ user: User }>;
}

const TABS: readonly Tab[] = [
  { value: 'profile', label: 'Profile', part: lazy(() => import('./Profile')) },
  { value: 'roles', label: 'Roles', part: lazy(() => import('./Roles')) },
  { value: 'access', label: 'Sessions and devices', part: lazy(() => import('./Access')) },
  { value: 'consents', label: 'Consents', part: lazy(() => import('./Consents')) },
  { value: 'metadata', label: 'Metadata', part: lazy(() => import('./Metadata')) },
  { value: 'json', label: 'Raw JSON', part: lazy(() => import('./Raw')) },
  { value: 'logs', label: 'Logs', part: lazy(() => import('./Logs')) },
];

export function Detail() {
  const { id, tab = 'profile' } = route.useParams();
  const navigate = route.useNavigate();
  const query = useQuery(readUser(id));
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  const back = { to: '/users', label: 'Users' };
  const user = query.data;
  if (query.error || !user) {
    return (
      <Page title={query.error ? 'User' : '…'} back={back}>
        {query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />}
      </Page>
    );
  }
  return (
    <Page
      title={user.name || user.email || user.username || user.user_id}
      back={back}
      beside={
        <>
          {user.blocked ? <Tag tone="bad">Blocked</Tag> : <Tag tone="good">Active</Tag>}
          {user.email && <Copyable text={user.email} label="the address" />}
          <Copyable text={user.user_id} label="the user ID" />
        </>
      }
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { id, tab: next === 'profile' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part key={user.user_id} user={user} />
      </Suspense>
    </Page>
  );
}

function Waiting() {
  return (
    <Stack role="status" aria-label="Loading">
      <Skeleton height={20} width="40%" />
      <Skeleton height={220} />
    </Stack>
  );
}
