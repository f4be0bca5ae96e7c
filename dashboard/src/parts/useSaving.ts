// Sending what a draft changed.
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Document, Draft } from './draft';
import { notify } from './notices';

interface Options<Answer, T extends Document> {
  /** Where the document is kept, so that the answer takes its place. */
  key: QueryKey;
  /** What else it is a part of: lists. */
  stale?: QueryKey;
  draft: Draft<T>;
  send: () => Promise<Answer>;
  said?: string;
}

/** Sends a draft, keeps what the server answers, and says so. */
export function useSaving<Answer, T extends Document>(options: Options<Answer, T>) {
  const { key, stale, draft, send, said = 'Saved.' } = options;
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      if (stale) void queries.invalidateQueries({ queryKey: stale });
      draft.discard();
      notify(said);
    },
  });
}
