import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import type { User } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { Tag } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { when } from '~/parts/time';
import { useSession } from '~/session';

const text = z.string().nullish();
const Method = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: text,
  phone_number: text,
  email: text,
  relying_party_identifier: text,
  confirmed: z.boolean().optional(),
  created_at: text,
  last_auth_at: text,
});
type Method = z.infer<typeof Method>;

const KINDS: Record<string, string> = {
  totp: 'Authenticator app',
  otp: 'Authenticator app',
  phone: 'Telephone',
  email: 'E-mail',
  'recovery-code': 'Recovery code',
  'webauthn-roaming': 'Security key',
  'webauthn-platform': 'This device',
  passkey: 'Passkey',
  'push-notification': 'Push notification',
  password: 'Password',
};

/** With what the user proves who they are, beside the password. */
export default function Factors({ user }: { user: User }) {
  const session = useSession();
  const queries = useQueryClient();
  const key = ['users', 'factors', user.user_id];
  const path = { id: user.user_id };
  const methods = useQuery({
    queryKey: key,
    queryFn: () =>
      ask(
        z.array(Method),
        api.GET('/users/{id}/authentication-methods', {
          params: { path, query: { per_page: 100 } as never },
        }),
      ),
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: key });
  const forget = useMutation({
    mutationFn: () =>
      tell(api.POST('/users/{id}/multifactor/actions/invalidate-remember-browser', { params: { path } })),
    onSuccess: () => notify('Every browser is asked for the second factor again.'),
    onError: notifyOf,
  });
  const mayDelete = session.may('delete:authentication_methods');
  return (
    <Stack>
      <Text c="dimmed" className="measure">
        Second factors and passkeys that they have set up. Somebody who lost a telephone gets in again once
        its factor is deleted here; where a second factor is asked for, they set up a new one at the next
        log-in.
      </Text>
      <Things
        label="Factors"
        rows={methods.data}
        error={methods.error}
        retry={() => void methods.refetch()}
        id={(row) => row.id}
        columns={[
          {
            title: 'Factor',
            cell: (row) => (
              <>
                <Text fw={500}>{KINDS[row.type] ?? row.type}</Text>
                <Text fz={13} c="dimmed">
                  {about(row)}
                </Text>
              </>
            ),
          },
          {
            title: 'State',
            width: 130,
            cell: (row) =>
              row.confirmed === false ? <Tag tone="warn">Not confirmed</Tag> : <Tag tone="good">In use</Tag>,
          },
          { title: 'Set up', wide: true, width: 190, cell: (row) => when(row.created_at) },
          {
            title: 'Last used',
            wide: true,
            width: 190,
            cell: (row) => (row.last_auth_at ? when(row.last_auth_at) : 'never'),
          },
          {
            title: '',
            width: 110,
            cell: (row) => (
              <Confirm
                label="Delete"
                size="xs"
                variant="default"
                title={`Delete the factor ${KINDS[row.type] ?? row.type}?`}
                disabled={!mayDelete}
                act={() =>
                  tell(
                    api.DELETE('/users/{id}/authentication-methods/{authentication_method_id}', {
                      params: { path: { ...path, authentication_method_id: row.id } },
                    }),
                  )
                }
                done={() => {
                  notify('The factor was deleted.');
                  refresh();
                }}
              >
                They can’t prove themselves with it any more. Make sure that it is they who ask for this.
              </Confirm>
            ),
          },
        ]}
        empty={
          <Empty title="They have no second factor">
            People set one up when a log-in asks for it. When that is, is said under Security, Second factors.
          </Empty>
        }
      />
      <Group>
        <Button
          variant="default"
          onClick={() => forget.mutate()}
          loading={forget.isPending}
          disabled={!session.may('update:users')}
        >
          Forget their browsers
        </Button>
        {methods.data && methods.data.length > 0 && (
          <Confirm
            label="Delete all factors"
            title="Delete all factors?"
            disabled={!mayDelete}
            act={() => tell(api.DELETE('/users/{id}/authentication-methods', { params: { path } }))}
            done={() => {
              notify('All factors were deleted.');
              refresh();
            }}
          >
            Until they set up new ones, their password alone lets them in. Make sure that it is they who ask
            for this.
          </Confirm>
        )}
      </Group>
    </Stack>
  );
}

function about(method: Method): string {
  return [method.name, method.phone_number, method.email, method.relying_party_identifier]
    .filter(Boolean)
    .join(' · ');
}
