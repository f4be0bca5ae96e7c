// A form whose document is saved: what the reader may do with it, what is set, and the bar that sends it.
import type { ReactNode } from 'react';
import type { Document } from './draft';
import { SaveBar } from './Form';
import { Failure, Note } from './Note';
import type { Request } from './ShowRequest';
import { type Saving, useSaving } from './useSaving';

interface Props<Answer, T extends Document> extends Saving<Answer, T> {
  mayChange?: boolean;
  /** Where it is sent. */
  request: Pick<Request, 'method' | 'path'>;
  /** What is sent, where it isn't the draft's patch as it is. */
  body?: Document;
  /** What of that is shown, where it holds secrets. */
  shown?: Document;
  /** What keeps it from being saved. */
  problem?: string | null;
  children: ReactNode;
}

export function Saved<Answer, T extends Document>({
  mayChange = true,
  request,
  body,
  shown,
  problem = null,
  children,
  ...saving
}: Props<Answer, T>) {
  const { draft } = saving;
  const sent = body ?? draft.patch;
  const save = useSaving(saving);
  const discard = () => {
    draft.discard();
    save.reset();
  };
  return (
    <>
      {!mayChange && <Note>Your roles let you look, and not change.</Note>}
      {children}
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={discard}
        save={() => save.mutate(sent)}
        request={{ ...request, body: shown ?? sent }}
        problem={problem}
      />
    </>
  );
}
