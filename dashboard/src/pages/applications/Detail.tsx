import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Client } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { part, type Tab, TabbedDetail } from '~/parts/Detail';
import { Tag } from '~/parts/Note';
import { Badges } from './Badges';
import { typeOf } from './model';
import { readClient } from './queries';

const route = getRouteApi('/applications/$id/{-$tab}');

const TABS: readonly Tab<{ client: Client }>[] = [
  { value: 'quick-start', label: 'Quick start', part: part(() => import('./QuickStart')) },
  { value: 'settings', label: 'Settings', part: part(() => import('./Settings')) },
  { value: 'credentials', label: 'Credentials', part: part(() => import('./Credentials')) },
  { value: 'may', label: 'What it may do', part: part(() => import('./May')) },
  { value: 'connections', label: 'Connections', part: part(() => import('./Connections')) },
  { value: 'apis', label: 'API access', part: part(() => import('./ApiAccess')) },
  { value: 'logs', label: 'Logs', part: part(() => import('./Logs')) },
];

export function Detail() {
  const { id, tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedDetail
      noun="Application"
      back={{ to: '/applications', label: 'Applications' }}
      query={useQuery(readClient(id))}
      head={(client) => ({
        title: client.name || client.client_id,
        beside: (
          <>
            <Tag>{typeOf(client).label}</Tag>
            <Badges client={client} />
            <Copyable text={client.client_id} label="the client ID" />
          </>
        ),
      })}
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { id, tab: next } })}
      given={(client) => ({ client })}
      id={(client) => client.client_id}
    />
  );
}
