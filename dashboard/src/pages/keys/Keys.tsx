// The keys that sign the tenant's tokens, and the order in which they take turns.
import { Button, Collapse, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, tell } from '~/api/client';
import { Confirm } from '~/parts/Confirm';
import { Code, Copyable } from '~/parts/Copy';
import { Waiting } from '~/parts/Detail';
import { Failure, Note, Tag } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Page } from '~/parts/Page';
import { when } from '~/parts/time';
import { useSession } from '~/session';
import { type Key, Keys as Shape, STATES, type State, stateOf, tooSoon } from './model';

const KEY = ['keys', 'signing'];

export function Keys() {
  const { domain } = useSession();
  const query = useQuery({ queryKey: KEY, queryFn: () => ask(Shape, api.GET('/keys/signing')) });
  return (
    <Page
      title="Keys"
      says={
        <>
          Tokens are signed with a private key that never leaves the server. Everybody can check them with the
          public ones at <code>https://{domain}/.well-known/jwks.json</code>.
        </>
      }
    >
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {!query.data && !query.error && <Waiting />}
      {query.data && <Sequence keys={query.data} />}
    </Page>
  );
}

function Sequence({ keys }: { keys: Key[] }) {
  const session = useSession();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: KEY });
  const of = (state: State) => keys.filter((key) => stateOf(key) === state);
  const [current] = of('current');
  const previous = of('previous');
  const revoke = useMutation({
    mutationFn: (kid: string) => tell(api.PUT('/keys/signing/{kid}/revoke', { params: { path: { kid } } })),
    onSuccess: () => {
      notify('Tokens of that key are refused from now on.');
      return refresh();
    },
    onError: notifyOf,
  });
  const mayRotate = session.may('create:signing_keys') && session.may('update:signing_keys');
  const soon = current ? tooSoon(current, new Date()) : null;
  return (
    <Stack gap="lg">
      <Paper p="lg" component="section" aria-label="The order of a rotation">
        <Title order={2} mb="sm">
          How a key is replaced
        </Title>
        <ol className="sequence">
          {STATES.map((state, index) => (
            <li key={state.name}>
              <Tag tone={state.tone}>{state.label}</Tag>
              <Text fz={13} c="dimmed">
                {state.says}
              </Text>
              {index < STATES.length - 1 && <IconArrowRight size={16} stroke={1.5} aria-hidden />}
            </li>
          ))}
        </ol>
        <List type="ordered" mt="md" className="measure">
          <List.Item>
            <b>Rotate</b>: the next key signs, and the present one only verifies. Nobody is logged out.
          </List.Item>
          <List.Item>Wait until what the old one signed has expired.</List.Item>
          <List.Item>
            <b>Revoke</b> the previous key. Where a key may have been stolen, do it at once: everybody logs in
            again.
          </List.Item>
        </List>
        <Group mt="md">
          <Confirm
            label="Rotate"
            variant="default"
            title="Sign with the next key?"
            disabled={!mayRotate}
            act={() => tell(api.POST('/keys/signing/rotate'))}
            done={() => {
              notify('The next key signs. The one before still verifies.');
              void refresh();
            }}
          >
            <Stack gap="xs">
              <span>
                The next key has been published all the time, so applications and APIs know it. A new next key
                is made.
              </span>
              {soon && <Note tone="warn">{soon}</Note>}
              {previous.length > 0 && (
                <Note>
                  {previous.length === 1
                    ? 'A previous key still verifies'
                    : `${previous.length} previous keys still verify`}
                  : revoke what is no longer needed.
                </Note>
              )}
            </Stack>
          </Confirm>
        </Group>
      </Paper>
      {STATES.flatMap((state) =>
        of(state.name).map((key) => (
          <OneKey key={key.kid} signingKey={key} state={state}>
            {state.name === 'previous' && (
              <Confirm
                label="Revoke"
                size="xs"
                title="Revoke this key?"
                disabled={!session.may('update:signing_keys')}
                act={() => revoke.mutateAsync(key.kid)}
              >
                What it signed is refused from now on: access tokens, ID tokens, sessions of APIs that rely on
                them. It stopped signing {when(key.current_until)}. This can’t be undone.
              </Confirm>
            )}
          </OneKey>
        )),
      )}
    </Stack>
  );
}

function OneKey({
  signingKey: key,
  state,
  children,
}: {
  signingKey: Key;
  state: (typeof STATES)[number];
  children: React.ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Paper p="lg" component="section" aria-label={`${state.label}: ${key.kid}`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm" miw={0}>
            <Tag tone={state.tone}>{state.label}</Tag>
            <Copyable text={key.kid} label="the key ID" />
          </Group>
          <Group gap="sm">
            <Button variant="default" size="xs" onClick={() => setOpened(!opened)} aria-expanded={opened}>
              Certificate
            </Button>
            {children}
          </Group>
        </Group>
        <Text fz={13} c="dimmed">
          {key.current_since ? `Signed from ${when(key.current_since)}` : 'Has not signed yet'}
          {key.current_until ? ` until ${when(key.current_until)}` : ''}
          {key.revoked_at ? ` · revoked ${when(key.revoked_at)}` : ''}
        </Text>
        <Collapse expanded={opened}>
          {opened && (
            <Stack gap="xs">
              <Text fz={13} style={{ overflowWrap: 'anywhere' }}>
                SHA-1: <code>{key.fingerprint}</code>
              </Text>
              <Code text={key.cert.replaceAll('\r', '')} label="the certificate" />
            </Stack>
          )}
        </Collapse>
      </Stack>
    </Paper>
  );
}
