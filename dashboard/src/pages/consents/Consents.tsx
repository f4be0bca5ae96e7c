import { getRouteApi } from '@tanstack/react-router';
import { part, TabbedPage } from '~/parts/Detail';

const route = getRouteApi('/consents/{-$tab}');

const TABS = [
  { value: 'third-parties', label: 'Third parties', part: part(() => import('./ThirdParties')) },
  { value: 'given', label: 'Consents', part: part(() => import('./Given')) },
];

export function Consents() {
  const { tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedPage
      title="Third parties and consents"
      says="Applications that belong to somebody else, what they could get, and what people have let applications do for them."
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { tab: next } })}
    />
  );
}
