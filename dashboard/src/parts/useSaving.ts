// Sending what a draft changed, and taking it back.
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Document, type Draft, inverse } from './draft';
import { notify, notifyUndoable } from './notices';

export interface Saving<Answer, T extends Document> {
  /** Where the document is kept, so that the answer takes its place. */
  at: QueryKey;
  /** What else it is a part of: lists. */
  stale?: QueryKey;
  draft: Draft<T>;
  send: (body: Document) => Promise<Answer>;
  said?: string;
  /** Where what was there before can't be sent again: a secret that isn't shown. */
  isFinal?: boolean;
}

/** Sends a draft, keeps what the server answers, says so, and offers to take it back. */
export function useSaving<Answer, T extends Document>(options: Saving<Answer, T>) {
  const { at, stale, draft, send, said = 'Saved.', isFinal = false } = options;
  const queries = useQueryClient();
  const keep = (saved: Answer) => {
    queries.setQueryData(at, saved);
    if (stale) void queries.invalidateQueries({ queryKey: stale });
  };
  return useMutation({
    mutationFn: send,
    onSuccess: (saved, body) => {
      const stored = queries.getQueryData<Document | null>(at);
      const back = stored && !isFinal ? inverse(body, stored, draft.document) : undefined;
      keep(saved);
      draft.discard();
      if (back) notifyUndoable(said, () => send(back).then(keep));
      else notify(said);
    },
  });
}
