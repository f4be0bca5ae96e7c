import { getRouteApi } from '@tanstack/react-router';
import { part, TabbedPage } from '~/parts/Detail';

const route = getRouteApi('/security/{-$tab}');

const TABS = [
  { value: 'attacks', label: 'Attack protection', part: part(() => import('./Attacks')) },
  { value: 'factors', label: 'Second factors', part: part(() => import('./SecondFactors')) },
];

export function Security() {
  const { tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedPage
      title="Security"
      says="What is done about guessed passwords, and when people have to prove themselves twice."
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { tab: next } })}
    />
  );
}
