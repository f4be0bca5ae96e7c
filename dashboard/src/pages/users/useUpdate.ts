import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { User } from '~/api/shapes';
import { notify, notifyUndoable } from '~/parts/notices';

/** Changes a user, and says so. */
export function useUpdate(user: User, done?: () => void) {
  const queries = useQueryClient();
  const send = (body: Record<string, unknown>) =>
    ask(User, api.PATCH('/users/{id}', { params: { path: { id: user.user_id } }, body: body as never }));
  const keep = (saved: User) => {
    queries.setQueryData(['users', 'one', user.user_id], saved);
    void queries.invalidateQueries({ queryKey: ['users', 'list'] });
  };
  return useMutation({
    mutationFn: ({ body }: { body: Record<string, unknown>; said: string; back?: Record<string, unknown> }) =>
      send(body),
    onSuccess: (saved, { said, back }) => {
      keep(saved);
      done?.();
      if (back) notifyUndoable(said, () => send(back).then(keep));
      else notify(said);
    },
  });
}
