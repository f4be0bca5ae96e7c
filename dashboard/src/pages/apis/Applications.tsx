import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Api } from '~/api/shapes';
import { Tag } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { listClients } from '../applications/queries';
import { grantsAt } from './queries';

export default function Applications({ one }: { one: Api }) {
  const grants = useQuery(grantsAt(one.identifier));
  const clients = useQuery(listClients({}));
  const name = (id: string | undefined) =>
    clients.data?.clients.find((client) => client.client_id === id)?.name ?? id ?? '';
  return (
    <Things
      label="Client grants"
      rows={grants.data}
      error={grants.error}
      id={(grant) => grant.id}
      columns={[
        {
          title: 'Application',
          cell: (grant) =>
            grant.client_id ? (
              <Link
                className="name"
                to="/applications/$id/{-$tab}"
                params={{ id: grant.client_id, tab: 'apis' }}
              >
                {name(grant.client_id)}
              </Link>
            ) : (
              <Tag tone="clay">All third parties</Tag>
            ),
        },
        { title: 'For', width: 110, cell: (grant) => (grant.subject_type === 'user' ? 'users' : 'itself') },
        {
          title: 'Scopes',
          cell: (grant) =>
            grant.allow_all_scopes
              ? 'all'
              : grant.scope.length > 6
                ? `${grant.scope.length} scopes`
                : grant.scope.map((scope) => <code key={scope}>{scope} </code>),
        },
      ]}
      empty={
        <Empty title="No application has a grant for it">
          Open an application, and give it access under API access. For users, an API that is open to all
          needs no grant.
        </Empty>
      }
    />
  );
}
