import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Copyable } from '~/parts/Copy';
import { part, type Tab, TabbedDetail } from '~/parts/Detail';
import { useSession } from '~/session';
import type { Settings } from './model';
import { readSettings } from './queries';

const route = getRouteApi('/settings/{-$tab}');

const TABS: readonly Tab<{ settings: Settings }>[] = [
  { value: 'general', label: 'General', part: part(() => import('./General')) },
  { value: 'sessions', label: 'Sessions', part: part(() => import('./Sessions')) },
  { value: 'protocol', label: 'Protocol', part: part(() => import('./Protocol')) },
];

export function Detail() {
  const { tab } = route.useParams();
  const navigate = route.useNavigate();
  const { domain } = useSession();
  return (
    <TabbedDetail
      noun="Tenant settings"
      query={useQuery(readSettings)}
      head={() => ({
        title: 'Tenant settings',
        says: 'What holds for all applications of this tenant. Tenants share nothing: neither users, nor keys, nor settings.',
        beside: <Copyable text={domain} label="the tenant’s domain" />,
      })}
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { tab: next } })}
      given={(settings) => ({ settings })}
      id={() => 'settings'}
    />
  );
}
