import { Stack, Textarea } from '@mantine/core';
import type { User } from '~/api/shapes';
import { useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { useSession } from '~/session';
import { inverseOf, metadataPatch, parseObject } from './metadata';
import { useUpdate } from './useUpdate';

const shown = (value: unknown) => JSON.stringify(value ?? {}, null, 2);

export default function Metadata({ user }: { user: User }) {
  const session = useSession();
  const draft = useDraft({
    user_metadata: shown(user.user_metadata),
    app_metadata: shown(user.app_metadata),
  });
  const { value, set, patch } = draft;
  const update = useUpdate(user, draft.discard);
  const [a, b] = [parseObject(value.user_metadata), parseObject(value.app_metadata)];
  const body: Record<string, unknown> = {};
  if (a.value && 'user_metadata' in patch)
    body.user_metadata = metadataPatch(user.user_metadata ?? {}, a.value);
  if (b.value && 'app_metadata' in patch) body.app_metadata = metadataPatch(user.app_metadata ?? {}, b.value);
  const mayChange = session.may('update:users', 'update:users_app_metadata');
  const input = { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 };
  return (
    <Stack gap="lg">
      {!mayChange && <Note>Your roles let you look, and not change.</Note>}
      <Groups>
        <Group
          title="user_metadata"
          says="Preferences: what the user may change themselves, through an application."
        >
          <Textarea
            aria-label="user_metadata"
            value={value.user_metadata}
            onChange={(event) => set('user_metadata', event.currentTarget.value)}
            error={a.problem}
            minRows={6}
            maxRows={24}
            spellCheck={false}
            disabled={!mayChange}
            styles={{ input }}
          />
        </Group>
        <Group
          title="app_metadata"
          says="What you decide about them, such as a plan or a limit. They can’t change it."
        >
          <Textarea
            aria-label="app_metadata"
            value={value.app_metadata}
            onChange={(event) => set('app_metadata', event.currentTarget.value)}
            error={b.problem}
            minRows={6}
            maxRows={24}
            spellCheck={false}
            disabled={!mayChange}
            styles={{ input }}
          />
        </Group>
      </Groups>
      {update.error && <Failure error={update.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={update.isPending}
        discard={draft.discard}
        save={() => update.mutate({ body, said: 'Saved.', back: inverseOf(user, body) })}
        request={{ method: 'PATCH', path: `/users/${encodeURIComponent(user.user_id)}`, body }}
        problem={a.problem ?? b.problem}
      />
    </Stack>
  );
}
