import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Waiting } from '~/parts/Detail';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';

const route = getRouteApi('/branding/{-$tab}');

const TABS = [
  { value: 'look', label: 'Look', part: lazy(() => import('./Look')) },
  { value: 'page', label: 'Page template', part: lazy(() => import('./Template')) },
  { value: 'pieces', label: 'Pieces', part: lazy(() => import('./Pieces')) },
] as const;

export function Branding() {
  const { tab = 'look' } = route.useParams();
  const navigate = route.useNavigate();
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  return (
    <Page
      title="Branding"
      says="How the pages look on which people log in, sign up and agree, and the mails that they get. Organizations can have a look of their own."
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { tab: next === 'look' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part />
      </Suspense>
    </Page>
  );
}
