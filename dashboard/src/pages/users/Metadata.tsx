import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { User } from '~/api/shapes';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure } from '~/parts/Note';
import { useSession } from '~/session';
import { metadataPatch, parseObject } from './metadata';
import { useUpdate } from './useUpdate';

const shown = (value: unknown) => JSON.stringify(value ?? {}, null, 2);

export default function Metadata({ user }: { user: User }) {
  const session = useSession();
  const [ofUser, setOfUser] = useState(shown(user.user_metadata));
  const [ofApp, setOfApp] = useState(shown(user.app_metadata));
  const discard = () => {
    setOfUser(shown(user.user_metadata));
    setOfApp(shown(user.app_metadata));
  };
  const update = useUpdate(user);
  const [a, b] = [parseObject(ofUser), parseObject(ofApp)];
  const isDirty = ofUser !== shown(user.user_metadata) || ofApp !== shown(user.app_metadata);
  const body: Record<string, unknown> = {};
  if (a.value && ofUser !== shown(user.user_metadata))
    body.user_metadata = metadataPatch(user.user_metadata ?? {}, a.value);
  if (b.value && ofApp !== shown(user.app_metadata))
    body.app_metadata = metadataPatch(user.app_metadata ?? {}, b.value);
  const mayChange = session.may('update:users', 'update:users_app_metadata');
  const input = { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 };
  return (
    <Stack gap="lg">
      <Groups>
        <Group
          title="user_metadata"
          says="Preferences: what the user may change themselves, through an application."
        >
          <Textarea
            aria-label="user_metadata"
            value={ofUser}
            onChange={(event) => setOfUser(event.currentTarget.value)}
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
            value={ofApp}
            onChange={(event) => setOfApp(event.currentTarget.value)}
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
        isDirty={isDirty}
        isSaving={update.isPending}
        discard={discard}
        save={() =>
          update.mutate(
            { body, said: 'Saved.' },
            {
              onSuccess: (saved) => {
                setOfUser(shown(saved.user_metadata));
                setOfApp(shown(saved.app_metadata));
              },
            },
          )
        }
        request={{ method: 'PATCH', path: `/users/${encodeURIComponent(user.user_id)}`, body }}
        problem={a.problem ?? b.problem}
      />
    </Stack>
  );
}
