import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Waiting } from '~/parts/Detail';
import { Page } from '~/parts/Page';
import { PageTabs } from '~/parts/PageTabs';
import { Missing } from '~/shell/Trouble';

const route = getRouteApi('/consents/{-$tab}');

const TABS = [
  { value: 'third-parties', label: 'Third parties', part: lazy(() => import('./ThirdParties')) },
  { value: 'given', label: 'Consents', part: lazy(() => import('./Given')) },
] as const;

export function Consents() {
  const { tab = 'third-parties' } = route.useParams();
  const navigate = route.useNavigate();
  const current = TABS.find((known) => known.value === tab);
  if (!current) return <Missing />;
  return (
    <Page
      title="Third parties and consents"
      says="Applications that belong to somebody else, what they could get, and what people have let applications do for them."
    >
      <PageTabs
        parts={TABS}
        current={tab}
        go={(next) => void navigate({ params: { tab: next === 'third-parties' ? undefined : next } })}
      />
      <Suspense fallback={<Waiting />}>
        <current.part />
      </Suspense>
    </Page>
  );
}
