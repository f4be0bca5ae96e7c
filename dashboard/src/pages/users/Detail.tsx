import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { User } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { part, type Tab, TabbedDetail } from '~/parts/Detail';
import { Tag } from '~/parts/Note';
import { readUser } from './queries';

const route = getRouteApi('/users/$id/{-$tab}');

const TABS: readonly Tab<{ user: User }>[] = [
  { value: 'profile', label: 'Profile', part: part(() => import('./Profile')) },
  { value: 'roles', label: 'Roles', part: part(() => import('./Roles')) },
  { value: 'access', label: 'Sessions and devices', part: part(() => import('./Access')) },
  { value: 'factors', label: 'Factors', part: part(() => import('./Factors')) },
  { value: 'consents', label: 'Consents', part: part(() => import('./Consents')) },
  { value: 'metadata', label: 'Metadata', part: part(() => import('./Metadata')) },
  { value: 'json', label: 'Raw JSON', part: part(() => import('./Raw')) },
  { value: 'logs', label: 'Logs', part: part(() => import('./Logs')) },
];

export function Detail() {
  const { id, tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedDetail
      noun="User"
      back={{ to: '/users', label: 'Users' }}
      query={useQuery(readUser(id))}
      head={(user) => ({
        title: user.name || user.email || user.username || user.user_id,
        beside: (
          <>
            {user.blocked ? <Tag tone="bad">Blocked</Tag> : <Tag tone="good">Active</Tag>}
            {user.email && <Copyable text={user.email} label="the address" />}
            <Copyable text={user.user_id} label="the user ID" />
          </>
        ),
      })}
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { id, tab: next } })}
      given={(user) => ({ user })}
      id={(user) => user.user_id}
    />
  );
}
