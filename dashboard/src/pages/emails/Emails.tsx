import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Waiting } from '~/parts/Detail';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';

const route = getRouteApi('/emails/{-$tab}');

const TABS = [
  { value: 'templates', label: 'Templates', part: lazy(() => import('./Templates')) },
  { value: 'provider', label: 'Provider', part: lazy(() => import('./Provider')) },
] as const;

export function Emails() {
  const { tab = 'templates' } = route.useParams();
  const navigate = route.useNavigate();
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  return (
    <Page title="E-mail" says="What people are sent, and who carries it.">
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { tab: next === 'templates' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part />
      </Suspense>
    </Page>
  );
}
