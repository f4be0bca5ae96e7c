import { Button, Modal, PasswordInput, Group as Row, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { User } from '~/api/shapes';
import { DangerZone } from '~/parts/Confirm';
import { Code } from '~/parts/Copy';
import { unset, useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Failure } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { exactly } from '~/parts/time';
import { useSession } from '~/session';
import { useUpdate } from './useUpdate';

export default function Profile({ user }: { user: User }) {
  const session = useSession();
  const mayChange = session.may('update:users');
  const draft = useDraft({
    name: user.name ?? '',
    nickname: user.nickname ?? '',
    email: user.email ?? '',
    email_verified: user.email_verified ?? false,
  });
  const params = { path: { id: user.user_id } };
  const { text, flag } = fieldsOf(draft);
  return (
    <Stack gap="lg">
      <Saved
        at={['users', 'one', user.user_id]}
        stale={['users', 'list']}
        draft={draft}
        send={(body) => ask(User, api.PATCH('/users/{id}', { params, body: unset(body) as never }))}
        mayChange={mayChange}
        request={{ method: 'PATCH', path: `/users/${encodeURIComponent(user.user_id)}` }}
      >
        <Groups>
          <Group
            title="Who it is"
            says="Applications learn this from ID tokens and from /userinfo, as far as they ask for it."
          >
            <TextInput label="Name" {...text('name')} disabled={!mayChange} />
            <TextInput label="Nickname" {...text('nickname')} disabled={!mayChange} />
            <TextInput label="E-mail address" {...text('email')} disabled={!mayChange} />
            <Switch
              label="The address is known to be theirs"
              {...flag('email_verified')}
              disabled={!mayChange}
            />
          </Group>
          <Group title="Password" says="Nobody can read it, not even here.">
            <Row>
              <SetPassword user={user} disabled={!mayChange} />
              <ResetTicket user={user} disabled={!session.may('create:user_tickets')} />
            </Row>
          </Group>
          <Group title="Logging in">
            <Facts
              rows={[
                ['Accounts', user.identities.map((one) => `${one.connection} (${one.provider})`).join(', ')],
                ['Last log-in', user.last_login ? exactly(user.last_login) : 'never'],
                ['From', user.last_ip ?? '–'],
                ['Log-ins', (user.logins_count ?? 0).toLocaleString()],
                ['Made', exactly(user.created_at)],
                ['Changed', exactly(user.updated_at)],
              ]}
            />
          </Group>
        </Groups>
      </Saved>
      <Block user={user} />
      <Remove
        noun="user"
        name={user.email ?? user.username ?? user.user_id}
        says="Their account, roles, sessions, devices and consents are gone for good. Whoever signs up with the same address is somebody new."
        scope="delete:users"
        act={() => tell(api.DELETE('/users/{id}', { params }))}
        one={['users', 'one', user.user_id]}
        list={['users', 'list']}
        to="/users"
      />
    </Stack>
  );
}

function Facts({ rows }: { rows: [string, string][] }) {
  return (
    <Stack gap={6}>
      {rows.map(([name, value]) => (
        <Row key={name} gap="sm" align="baseline" wrap="nowrap">
          <Text fz={13} c="dimmed" w={110} style={{ flex: 'none' }}>
            {name}
          </Text>
          <Text style={{ overflowWrap: 'anywhere' }}>{value}</Text>
        </Row>
      ))}
    </Stack>
  );
}

function SetPassword({ user, disabled }: { user: User; disabled: boolean }) {
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  const update = useUpdate(user, () => {
    setOpened(false);
    setPassword('');
  });
  const connection = user.identities[0]?.connection;
  return (
    <>
      <Button
        variant="default"
        onClick={() => setOpened(true)}
        disabled={disabled || user.identities[0]?.provider !== 'auth0'}
      >
        Set a password
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Set a password">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            update.mutate({ body: { password, connection }, said: 'The password was set.' });
          }}
        >
          <Stack>
            <Text>Tell it to them on a way that you trust. Their sessions end.</Text>
            <PasswordInput
              label="New password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              data-autofocus
            />
            {update.error && <Failure error={update.error} />}
            <Row justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)} type="button">
                Cancel
              </Button>
              <Button type="submit" loading={update.isPending} disabled={password === ''}>
                Set
              </Button>
            </Row>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

const Ticket = z.object({ ticket: z.string() });

function ResetTicket({ user, disabled }: { user: User; disabled: boolean }) {
  const create = useMutation({
    mutationFn: () =>
      ask(Ticket, api.POST('/tickets/password-change', { body: { user_id: user.user_id } as never })),
  });
  return (
    <>
      <Button
        variant="default"
        onClick={() => create.mutate()}
        loading={create.isPending}
        disabled={disabled}
      >
        Make a link to reset it
      </Button>
      <Modal opened={create.isSuccess} onClose={create.reset} title="A link to reset the password" size="lg">
        <Stack>
          <Text>
            Whoever opens this can choose the password of {user.email ?? user.user_id}. It works once.
          </Text>
          <Code text={create.data?.ticket ?? ''} label="the link" />
        </Stack>
      </Modal>
      {create.error && <Failure error={create.error} />}
    </>
  );
}

function Block({ user }: { user: User }) {
  const session = useSession();
  const update = useUpdate(user);
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: () => tell(api.DELETE('/user-blocks/{id}', { params: { path: { id: user.user_id } } })),
    onSuccess: () => {
      notify('Blocks for wrong passwords are lifted.');
      return queries.invalidateQueries({ queryKey: ['users', 'one', user.user_id] });
    },
  });
  const disabled = !session.may('update:users');
  return (
    <DangerZone
      title={user.blocked ? 'Let them in again' : 'Block the user'}
      says={
        user.blocked
          ? 'They can’t log in, and get no new tokens. You can let them in again at any time.'
          : 'They can’t log in any more, and get no new tokens. You can let them in again. Too many wrong passwords block somebody by themselves, for a while; that can be lifted here, too.'
      }
    >
      <Row>
        <Button
          variant={user.blocked ? 'default' : 'outline'}
          {...(user.blocked ? {} : { color: 'bad' })}
          onClick={() =>
            update.mutate({
              body: { blocked: !user.blocked },
              back: { blocked: user.blocked === true },
              said: user.blocked ? 'They may log in again.' : 'They are blocked.',
            })
          }
          loading={update.isPending}
          disabled={disabled}
        >
          {user.blocked ? 'Unblock' : 'Block'}
        </Button>
        <Button
          variant="default"
          onClick={() => lift.mutate()}
          loading={lift.isPending}
          disabled={!session.may('update:users', 'delete:anomaly_blocks')}
        >
          Lift blocks for wrong passwords
        </Button>
      </Row>
      {(update.error ?? lift.error) && <Failure error={update.error ?? lift.error} />}
    </DangerZone>
  );
}
