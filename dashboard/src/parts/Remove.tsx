// Deleting a thing for good, from its own page.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '~/session';
import { Confirm, DangerZone } from './Confirm';
import { notify } from './notices';

interface Props {
  /** What kind of thing it is, in lower case. */
  noun: string;
  name: string;
  /** What has to be typed, where it isn't the name. */
  typed?: string;
  /** What stops working. */
  says: ReactNode;
  scope: string;
  act: () => Promise<unknown>;
  /** Where the thing is kept, and the list of its like. */
  one: QueryKey;
  list: QueryKey;
  /** The list's page. */
  to: string;
  children?: ReactNode;
}

export function Remove({
  noun,
  name,
  typed = name,
  says,
  scope,
  act,
  one,
  list,
  to,
  children = 'This can’t be undone.',
}: Props) {
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <DangerZone title={`Delete the ${noun}`} says={says}>
      <Confirm
        label={`Delete ${noun}`}
        title={`Delete ${name}?`}
        name={typed}
        disabled={!session.may(scope)}
        act={act}
        done={() => {
          queries.removeQueries({ queryKey: one });
          void queries.invalidateQueries({ queryKey: list });
          notify(`${name} was deleted.`);
          void navigate({ to });
        }}
      >
        {children}
      </Confirm>
    </DangerZone>
  );
}
