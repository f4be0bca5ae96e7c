import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Api } from '~/api/shapes';
import { Copyable } from '~/parts/Copy';
import { part, type Tab, TabbedDetail } from '~/parts/Detail';
import { Tag } from '~/parts/Note';
import { readApi } from './queries';

const route = getRouteApi('/apis/$id/{-$tab}');

const TABS: readonly Tab<{ one: Api }>[] = [
  { value: 'settings', label: 'Settings', part: part(() => import('./Settings')) },
  { value: 'scopes', label: 'Scopes', part: part(() => import('./Scopes')) },
  { value: 'applications', label: 'Applications', part: part(() => import('./Applications')) },
  { value: 'test', label: 'Test', part: part(() => import('./Test')) },
];

export function Detail() {
  const { id, tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedDetail
      noun="API"
      back={{ to: '/apis', label: 'APIs' }}
      query={useQuery(readApi(id))}
      head={(one) => ({
        title: one.name || one.identifier,
        beside: (
          <>
            {one.is_system && <Tag>Built in</Tag>}
            <Copyable text={one.identifier} label="the audience" />
          </>
        ),
      })}
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { id, tab: next } })}
      given={(one) => ({ one })}
      id={(one) => one.id}
    />
  );
}
