// The command palette: every place, what can be made, and whatever has a name or an id in this tenant.
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { type Icon, IconApps, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { listApis } from '~/pages/applications/access';
import { typeOf } from '~/pages/applications/model';
import { listClients } from '~/pages/applications/queries';
import { kindOf } from '~/pages/connections/kinds';
import { readConnections } from '~/pages/connections/queries';
import { allOrganizations } from '~/pages/organizations/queries';
import { findUsers, listRoles } from '~/pages/users/queries';
import { toQuery } from '~/pages/users/search';
import { useSession } from '~/session';
import { EXPLORER, PLACES } from './navigation';

/** So many of each kind are shown. */
const MOST = 5;

interface Found {
  id: string;
  name: string;
  says: string;
  to: string;
}

export default function Palette({ wanted }: { wanted: number }) {
  const navigate = useNavigate();
  const { may } = useSession();
  const [query, setQuery] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each number is another wish
  useEffect(() => spotlight.open(), [wanted]);
  const [asked] = useDebouncedValue(query.trim(), 200);
  const isAsked = asked.length > 1;
  const clients = useQuery({ ...listClients({}), enabled: isAsked && may('read:clients') });
  const apis = useQuery({ ...listApis, enabled: isAsked && may('read:resource_servers') });
  const connections = useQuery({ ...readConnections, enabled: isAsked && may('read:connections') });
  const roles = useQuery({ ...listRoles, enabled: isAsked && may('read:roles') });
  const organizations = useQuery({ ...allOrganizations, enabled: isAsked && may('read:organizations') });
  const users = useQuery({ ...findUsers(toQuery(asked)), enabled: isAsked && may('read:users') });
  const PLACE = Object.fromEntries(PLACES.flat().map((place) => [place.to, place.icon]));

  const kinds: readonly { group: string; icon: Icon; found: readonly Found[] }[] = [
    {
      group: 'Applications',
      icon: PLACE['/applications'] ?? IconApps,
      found: (clients.data?.clients ?? []).map((client) => ({
        id: client.client_id,
        name: client.name || client.client_id,
        says: `${typeOf(client).label} · ${client.client_id}`,
        to: `/applications/${client.client_id}`,
      })),
    },
    {
      group: 'APIs',
      icon: PLACE['/apis'] ?? IconApps,
      found: (apis.data ?? []).map((one) => ({
        id: one.id,
        name: one.name || one.identifier,
        says: one.identifier,
        to: `/apis/${one.id}`,
      })),
    },
    {
      group: 'Connections',
      icon: PLACE['/connections'] ?? IconApps,
      found: (connections.data ?? []).map((one) => ({
        id: one.id,
        name: one.display_name ?? one.name,
        says: `${kindOf(one.strategy)} · ${one.name} · ${one.id}`,
        to: `/connections/${one.id}`,
      })),
    },
    {
      group: 'Roles',
      icon: PLACE['/roles'] ?? IconApps,
      found: (roles.data ?? []).map((role) => ({
        id: role.id,
        name: role.name,
        says: role.id,
        to: `/roles/${role.id}`,
      })),
    },
    {
      group: 'Organizations',
      icon: PLACE['/organizations'] ?? IconApps,
      found: (organizations.data ?? []).map((one) => ({
        id: one.id,
        name: one.display_name ?? one.name,
        says: `${one.name} · ${one.id}`,
        to: `/organizations/${one.id}`,
      })),
    },
  ];
  const wantedText = query.trim().toLowerCase();
  const action = ({ id, name, says, to }: Found, Shown: Icon): SpotlightActionData => ({
    id,
    label: name,
    description: says,
    leftSection: <Shown size={18} stroke={1.5} />,
    onClick: () => navigate({ to }),
  });
  const fits = (texts: readonly (string | undefined)[]) =>
    texts.some((text) => text?.toLowerCase().includes(wantedText));
  const places: SpotlightActionData[] = [
    ...PLACES.flat()
      .filter((place) => fits([place.label, place.keywords]))
      .map((place) => action({ id: place.to, name: place.label, says: '', to: place.to }, place.icon)),
    ...MADE.filter(({ name }) => fits([name])).map((made) => action({ ...made, says: '' }, IconPlus)),
    ...(fits([EXPLORER.label, 'openapi documentation try requests'])
      ? [
          {
            id: 'explorer',
            label: EXPLORER.label,
            leftSection: <EXPLORER.icon size={18} stroke={1.5} />,
            onClick: () => window.location.assign(EXPLORER.href),
          },
        ]
      : []),
  ];
  const User = PLACE['/users'] ?? IconApps;
  const groups = [
    { group: 'Pages', actions: places },
    ...kinds.map(({ group, icon, found }) => ({
      group,
      actions: found
        .filter(({ name, says }) => wantedText.length > 1 && fits([name, says]))
        .slice(0, MOST)
        .map((one) => action(one, icon)),
    })),
    {
      group: 'Users',
      // The server has searched.
      actions: (isAsked ? (users.data?.users ?? []) : []).slice(0, MOST).map((user) =>
        action(
          {
            id: user.user_id,
            name: user.name || user.email || user.user_id,
            says: `${user.email ?? user.username ?? ''} · ${user.user_id}`,
            to: `/users/${encodeURIComponent(user.user_id)}`,
          },
          User,
        ),
      ),
    },
  ].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      actions={groups}
      // Each kind is filtered above, as it is searched.
      filter={(_, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      // Whoever wants it is heard by the shell, also before this is here.
      shortcut={null}
      highlightQuery
      attributes={{ content: { 'aria-label': 'Search' } }}
      scrollable
      maxHeight={420}
      nothingFound={users.isFetching ? 'Looking…' : 'Nothing has this name or id.'}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.5} />,
        placeholder: 'Where to? A page, or the name or id of anything here',
        'aria-label': 'Search',
      }}
    />
  );
}

/** What can be made from anywhere. */
const MADE = [
  { id: 'new-application', name: 'Create an application', to: '/applications/new' },
  { id: 'new-connection', name: 'Create a connection', to: '/connections/new' },
];
