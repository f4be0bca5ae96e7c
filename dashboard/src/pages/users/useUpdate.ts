import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { User } from '~/api/shapes';
import { notify } from '~/parts/notices';

/** Changes a user, and says so. */
export function useUpdate(user: User, done?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body }: { body: Record<string, unknown>; said: string }) =>
      ask(User, api.PATCH('/users/{id}', { params: { path: { id: user.user_id } }, body: body as never })),
    onSuccess: (saved, { said }) => {
      queries.setQueryData(['users', 'one', user.user_id], saved);
      void queries.invalidateQueries({ queryKey: ['users', 'list'] });
      done?.();
      notify(said);
    },
  });
}
