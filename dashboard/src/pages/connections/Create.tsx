import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowsExchange, IconDatabase } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { Connection } from '~/api/shapes';
import { Choices } from '~/parts/Choices';
import { Copyable } from '~/parts/Copy';
import { LeaveGuard } from '~/parts/Form';
import { Failure } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Page } from '~/parts/Page';
import { Requests } from '~/parts/ShowRequest';
import { useSession } from '~/session';
import { KINDS, type KindOfConnection, optionsOf, problemOf, type Typed } from './kinds';
import { ProviderFields } from './ProviderFields';

const DATABASE: KindOfConnection = {
  label: 'Database',
  says: 'Users and their passwords, kept here.',
  name: 'customers',
  fields: [],
};
const ALL: Record<string, KindOfConnection> = { auth0: DATABASE, ...KINDS };

export function Create() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { domain } = useSession();
  const [strategy, setStrategy] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const kind = strategy === null ? undefined : ALL[strategy];
  const badName =
    name === '' || /^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/.test(name)
      ? null
      : 'A name has letters, digits and single hyphens inside.';
  const problem = kind ? (badName ?? (name === '' ? 'It needs a name.' : problemOf(kind, typed))) : null;
  const body = {
    name,
    strategy: strategy ?? '',
    ...(displayName.trim() ? { display_name: displayName.trim() } : {}),
    ...(kind && kind !== DATABASE ? { options: optionsOf(kind, typed, {}) } : {}),
  };
  const create = useMutation({
    mutationFn: () => ask(Connection, api.POST('/connections', { body: body as never })),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['connections'] });
      notify(`${made.name} was made. Switch it on for applications.`);
      void navigate({ to: '/connections/$id', params: { id: made.id } });
    },
  });
  const choose = (next: string) => {
    setStrategy(next);
    setName(ALL[next]?.name ?? '');
    setTyped({});
    create.reset();
  };
  return (
    <Page
      title="Create connection"
      says="Where do people come from? They prove themselves here with a password, or at somebody else’s."
      back={{ to: '/connections', label: 'Connections' }}
    >
      <LeaveGuard isDirty={Object.values(typed).some(Boolean) && !create.isPending && !create.isSuccess} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="lg">
          <Choices
            label="Kind of connection"
            choices={Object.entries(ALL).map(([value, known]) => ({
              value,
              label: known.label,
              picture:
                value === 'auth0' ? (
                  <IconDatabase size={22} stroke={1.5} aria-hidden />
                ) : (
                  <IconArrowsExchange size={22} stroke={1.5} aria-hidden />
                ),
              says: known.says,
            }))}
            value={strategy}
            choose={choose}
          />
          {kind && (
            <Paper p="lg" component="section" aria-label={kind.label}>
              <Stack maw={560}>
                <Title order={2}>{kind.label}</Title>
                {kind !== DATABASE && (
                  <Stack gap={6} align="flex-start">
                    <Text>
                      Tell the provider to send people back to this address
                      {kind.where ? ` (${kind.where})` : ''}:
                    </Text>
                    <Copyable text={`https://${domain}/login/callback`} label="the callback address" />
                  </Stack>
                )}
                <TextInput
                  label="Name"
                  description="It can’t change later. Applications may name it."
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value.trim())}
                  error={badName}
                  maxLength={128}
                  required
                />
                <TextInput
                  label="Display name"
                  description="On the button with which people choose it."
                  value={displayName}
                  onChange={(event) => setDisplayName(event.currentTarget.value)}
                />
                <ProviderFields kind={kind} typed={typed} change={setTyped} />
              </Stack>
            </Paper>
          )}
          {create.error && <Failure error={create.error} />}
          <Group>
            <Button type="submit" loading={create.isPending} disabled={!kind || problem !== null}>
              Create
            </Button>
            {kind && (
              <Requests request={{ method: 'POST', path: '/connections', body: masked(kind, body) }} />
            )}
            {problem && (
              <Text fz={13} c="dimmed">
                {problem}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

/** The request as it is shown: what was typed as a secret stays out of it. */
function masked(kind: KindOfConnection, body: { options?: Record<string, unknown> }) {
  if (!body.options) return body;
  const secrets = kind.fields.filter((field) => field.secret).map((field) => field.name);
  const shown = Object.entries(body.options).map(([name, value]) => [
    name,
    secrets.includes(name) ? '…' : value,
  ]);
  return { ...body, options: Object.fromEntries(shown) };
}
