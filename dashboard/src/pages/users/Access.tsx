import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import type { User } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { notify, notifyOf } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { exactly, when } from '~/parts/time';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';

const Text_ = z.string().nullish();
const SessionRow = z.looseObject({
  id: z.string(),
  authenticated_at: Text_,
  last_interacted_at: Text_,
  expires_at: Text_,
  device: z.looseObject({ last_user_agent: Text_, last_ip: Text_ }).optional(),
});
const TokenRow = z.looseObject({
  id: z.string(),
  client_id: z.string(),
  created_at: Text_,
  expires_at: Text_,
  device: z.looseObject({ last_user_agent: Text_, last_ip: Text_ }).nullish(),
});
const Sessions = z.object({ sessions: z.array(SessionRow) });
const Tokens = z.object({ tokens: z.array(TokenRow) });

/** A browser's name, from what it says of itself. */
export function browser(agent: string | null | undefined): string {
  if (!agent) return 'Unknown device';
  const name = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : (agent.split(/[\s/]/)[0] ?? agent);
  const system = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iOS'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS X/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : null;
  return system ? `${name} on ${system}` : name;
}

export default function Access({ user }: { user: User }) {
  const session = useSession();
  const queries = useQueryClient();
  const id = user.user_id;
  const params = { path: { id } };
  const sessions = useQuery({
    queryKey: ['users', 'sessions', id],
    queryFn: async () =>
      (await ask(Sessions, api.GET('/users/{id}/sessions', { params: { ...params, query: { take: 50 } } })))
        .sessions,
  });
  const tokens = useQuery({
    queryKey: ['users', 'tokens', id],
    queryFn: async () =>
      (
        await ask(
          Tokens,
          api.GET('/users/{id}/refresh-tokens', { params: { ...params, query: { take: 50 } } }),
        )
      ).tokens,
  });
  const clients = useQuery({ ...listClients({}), enabled: session.may('read:clients') });
  const nameOf = (client: string) =>
    clients.data?.clients.find((known) => known.client_id === client)?.name || client;
  const refresh = () =>
    Promise.all(
      ['sessions', 'tokens'].map((what) => queries.invalidateQueries({ queryKey: ['users', what, id] })),
    );
  const end = useMutation({
    mutationFn: (sid: string) => tell(api.DELETE('/sessions/{id}', { params: { path: { id: sid } } })),
    onSuccess: () => {
      notify('The session ends.');
      return refresh();
    },
    onError: notifyOf,
  });
  const revoke = useMutation({
    mutationFn: (token: string) =>
      tell(api.DELETE('/refresh-tokens/{id}', { params: { path: { id: token } } })),
    onSuccess: () => {
      notify('The refresh token was revoked.');
      return refresh();
    },
    onError: notifyOf,
  });
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Title order={2}>Sessions</Title>
        <Text c="dimmed" className="measure">
          Browsers in which they are logged in. Whoever has none is asked for the password next time.
        </Text>
        <Things
          label="Sessions"
          rows={sessions.data}
          error={sessions.error}
          id={(row) => row.id}
          columns={[
            {
              title: 'Browser',
              cell: (row) => (
                <>
                  <Text title={row.device?.last_user_agent ?? ''}>
                    {browser(row.device?.last_user_agent)}
                  </Text>
                  <Text fz={13} c="dimmed">
                    {row.device?.last_ip}
                  </Text>
                </>
              ),
            },
            {
              title: 'Logged in',
              wide: true,
              cell: (row) => <span title={exactly(row.authenticated_at)}>{when(row.authenticated_at)}</span>,
            },
            { title: 'Last used', wide: true, cell: (row) => when(row.last_interacted_at) },
            { title: 'Ends', wide: true, cell: (row) => when(row.expires_at) },
            {
              title: '',
              width: 90,
              cell: (row) => (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => end.mutate(row.id)}
                  disabled={!session.may('delete:sessions')}
                >
                  End
                </Button>
              ),
            },
          ]}
          empty={
            <Empty title="They are logged in nowhere">
              A session begins with a log-in, and ends by itself after a while.
            </Empty>
          }
        />
      </Stack>
      <Stack gap="sm">
        <Title order={2}>Devices and applications that stay logged in</Title>
        <Text c="dimmed" className="measure">
          Refresh tokens, with which applications go on without asking. Access tokens that are out work until
          they expire.
        </Text>
        <Things
          label="Refresh tokens"
          rows={tokens.data}
          error={tokens.error}
          id={(row) => row.id}
          columns={[
            {
              title: 'Application',
              cell: (row) => (
                <>
                  <Link className="name" to="/applications/$id/{-$tab}" params={{ id: row.client_id }}>
                    {nameOf(row.client_id)}
                  </Link>
                  <Text fz={13} c="dimmed">
                    {browser(row.device?.last_user_agent)}
                  </Text>
                </>
              ),
            },
            { title: 'Address', wide: true, cell: (row) => row.device?.last_ip ?? '' },
            { title: 'Since', wide: true, cell: (row) => when(row.created_at) },
            { title: 'Ends', wide: true, cell: (row) => (row.expires_at ? when(row.expires_at) : 'never') },
            {
              title: '',
              width: 100,
              cell: (row) => (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => revoke.mutate(row.id)}
                  disabled={!session.may('delete:refresh_tokens')}
                >
                  Revoke
                </Button>
              ),
            },
          ]}
          empty={
            <Empty title="No application stays logged in">
              Those that ask for offline_access get a refresh token.
            </Empty>
          }
        />
      </Stack>
      <div>
        <Confirm
          label="End everything"
          title="End all sessions and refresh tokens?"
          disabled={!session.may('delete:sessions')}
          act={async () => {
            await tell(api.DELETE('/users/{id}/sessions', { params }));
            if (session.may('delete:refresh_tokens'))
              await tell(api.DELETE('/users/{id}/refresh-tokens', { params }));
          }}
          done={() => {
            notify('They are logged out everywhere.');
            void refresh();
          }}
        >
          They have to log in again, everywhere.
        </Confirm>
      </div>
    </Stack>
  );
}
