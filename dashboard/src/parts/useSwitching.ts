// Switching something on for one of many, shown at once and taken back where it failed.
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { notify, notifyOf } from './notices';

export interface Switched {
  id: string;
  on: boolean;
}

/** Changes a set that is kept under a key. */
export function useSwitching(
  key: QueryKey,
  send: (change: Switched) => Promise<unknown>,
  says: (change: Switched) => string,
) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: send,
    onMutate: ({ id, on }: Switched) => {
      const before = queries.getQueryData<ReadonlySet<string>>(key);
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      queries.setQueryData(key, after);
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(key, context?.before);
      notifyOf(error);
    },
    onSuccess: (_, changed) =>
      notify(says(changed), () => change.mutate({ id: changed.id, on: !changed.on })),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return change;
}
