// The command palette: every place, what can be made, and applications by name or id.
import '@mantine/spotlight/styles.css';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { IconApps, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { typeOf } from '~/pages/applications/model';
import { listClients } from '~/pages/applications/queries';
import { EXPLORER, PLACES } from './navigation';

export default function Palette({ wanted }: { wanted: number }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each number is another wish
  useEffect(() => spotlight.open(), [wanted]);
  const clients = useQuery({ ...listClients({}), enabled: query.length > 1 });
  const places: SpotlightActionData[] = PLACES.flat().map((place) => ({
    id: place.to,
    label: place.label,
    keywords: place.keywords,
    leftSection: <place.icon size={18} stroke={1.5} />,
    onClick: () => navigate({ to: place.to }),
  }));
  const made: SpotlightActionData = {
    id: 'new-application',
    label: 'Create an application',
    leftSection: <IconPlus size={18} stroke={1.5} />,
    onClick: () => navigate({ to: '/applications/new' }),
  };
  const explorer: SpotlightActionData = {
    id: 'explorer',
    label: EXPLORER.label,
    keywords: 'openapi documentation try requests',
    leftSection: <EXPLORER.icon size={18} stroke={1.5} />,
    onClick: () => window.location.assign(EXPLORER.href),
  };
  const found: SpotlightActionData[] = (clients.data?.clients ?? []).map((client) => ({
    id: client.client_id,
    label: client.name,
    description: `${typeOf(client).label} · ${client.client_id}`,
    leftSection: <IconApps size={18} stroke={1.5} />,
    onClick: () => navigate({ to: '/applications/$id/{-$tab}', params: { id: client.client_id } }),
  }));
  return (
    <Spotlight
      actions={[...places, made, explorer, ...found]}
      query={query}
      onQueryChange={setQuery}
      // Whoever wants it is heard by the shell, also before this is here.
      shortcut={null}
      highlightQuery
      limit={12}
      attributes={{ content: { 'aria-label': 'Search' } }}
      scrollable
      nothingFound="Nothing has this name or id."
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.5} />,
        placeholder: 'Where to? A page, or an application’s name or id',
        'aria-label': 'Search',
      }}
    />
  );
}
