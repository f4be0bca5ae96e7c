import type { Client } from '~/api/shapes';
import { Tag } from '~/parts/Note';
import { isPublic, OWNERSHIP_LABELS, ownershipOf } from './model';

/** The two axes. */
export function Badges({ client }: { client: Client }) {
  const ownership = ownershipOf(client);
  return (
    <>
      <Tag>{isPublic(client) ? 'Public' : 'Confidential'}</Tag>
      <Tag tone={ownership === 'first' ? 'plain' : 'clay'}>{OWNERSHIP_LABELS[ownership]}</Tag>
    </>
  );
}
