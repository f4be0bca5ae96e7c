import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Waiting } from '~/parts/Detail';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';

const route = getRouteApi('/security/{-$tab}');

const TABS = [
  { value: 'attacks', label: 'Attack protection', part: lazy(() => import('./Attacks')) },
  { value: 'factors', label: 'Second factors', part: lazy(() => import('./SecondFactors')) },
] as const;

export function Security() {
  const { tab = 'attacks' } = route.useParams();
  const navigate = route.useNavigate();
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  return (
    <Page
      title="Security"
      says="What is done about guessed passwords, and when people have to prove themselves twice."
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { tab: next === 'attacks' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part />
      </Suspense>
    </Page>
  );
}
