import { getRouteApi } from '@tanstack/react-router';
import { part, TabbedPage } from '~/parts/Detail';

const route = getRouteApi('/emails/{-$tab}');

const TABS = [
  { value: 'templates', label: 'Templates', part: part(() => import('./Templates')) },
  { value: 'provider', label: 'Provider', part: part(() => import('./Provider')) },
];

export function Emails() {
  const { tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedPage
      title="E-mail"
      says="What people are sent, and who carries it."
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { tab: next } })}
    />
  );
}
