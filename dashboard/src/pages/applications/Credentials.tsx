import { Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Client } from '~/api/shapes';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Copyable, Secret } from '~/parts/Copy';
import { useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { Keys, keysOf } from './KeyTable';
import { changeTo, methodOf } from './keys';
import { authenticationOf, isPublic } from './model';
import { savingOf } from './saving';

const METHODS = [
  { value: 'none', label: 'nothing: it is public, and uses PKCE' },
  { value: 'client_secret_post', label: 'its secret, in the request’s body' },
  { value: 'client_secret_basic', label: 'its secret, with HTTP Basic' },
  { value: 'private_key_jwt', label: 'its private key, by signing' },
];

export default function Credentials({ client }: { client: Client }) {
  const session = useSession();
  const maySee = session.may('read:client_credentials');
  const keys = useQuery({ ...keysOf(client.client_id), enabled: maySee });
  const hasKey = keys.data?.some((key) => key.credential_type === 'public_key') ?? false;
  const mayChange = session.may('update:clients');
  const method = methodOf(client);
  const draft = useDraft({ method });
  const chosen = draft.value.method;
  const isFixed = method === 'mutual_tls';
  // Where it runs on people's devices there is no private key either.
  const hasKeys = maySee && (!isPublic(client) || hasKey);
  return (
    <Stack gap="lg">
      <Saved
        {...savingOf(client)}
        draft={draft}
        body={changeTo(chosen, client, keys.data ?? [])}
        mayChange={mayChange}
      >
        <Groups>
          <Group title="Client ID" says="Names the application. It is no secret.">
            <div>
              <Copyable text={client.client_id} label="the client ID" />
            </div>
          </Group>
          <Group
            title="Authentication"
            says="How the application proves at the token endpoint who it is. Whether it is confidential or public follows from it, and from nothing else."
          >
            {isFixed ? (
              <Note>It proves itself with a TLS certificate. The Management API changes that.</Note>
            ) : (
              <Select
                label="It proves itself with"
                description={
                  hasKeys && !hasKey ? 'To sign with a private key it needs a key: add one below.' : undefined
                }
                data={METHODS.map((one) => ({
                  ...one,
                  disabled: one.value === 'private_key_jwt' && !hasKey,
                }))}
                value={chosen}
                onChange={(next) => draft.set('method', next ?? method)}
                disabled={!mayChange}
                maw={420}
              />
            )}
            {draft.isDirty && chosen === 'none' && (
              <Note tone="warn" title="This makes it public">
                Client credentials stop working, its secret proves nothing any more, and ID tokens are signed
                with RS256.
              </Note>
            )}
            {draft.isDirty && method === 'none' && (
              <Note tone="warn" title="This makes it confidential">
                Every request to the token endpoint needs its proof from now on. Where it runs on people’s
                devices or in the browser, they can read it there: leave it public.
              </Note>
            )}
            {draft.isDirty && chosen === 'private_key_jwt' && (
              <Note tone="warn" title="Its secret proves nothing any more">
                Requests are signed with one of the keys below, or refused.
              </Note>
            )}
          </Group>
          <Group
            title="Secret"
            says={
              isPublic(client)
                ? 'Public applications need none.'
                : 'Keep it on your server, out of code and logs. Whoever has it can act as the application.'
            }
          >
            <SecretOf client={client} />
          </Group>
        </Groups>
      </Saved>
      {hasKeys && <Keys client={client} keys={keys} />}
      {authenticationOf(client) === 'secret' && <Rotate client={client} />}
    </Stack>
  );
}

function SecretOf({ client }: { client: Client }) {
  const session = useSession();
  if (isPublic(client)) return <Text c="dimmed">One may be stored, and never proves anything.</Text>;
  if (!session.may('read:client_keys')) {
    return <Text c="dimmed">Your roles don’t let you see it. It takes the permission read:client_keys.</Text>;
  }
  if (!client.client_secret) return <Text c="dimmed">It has none.</Text>;
  return (
    <div>
      <Secret text={client.client_secret} />
    </div>
  );
}

function Rotate({ client }: { client: Client }) {
  const session = useSession();
  const queries = useQueryClient();
  return (
    <DangerZone
      title="Rotate the secret"
      says="Makes a new secret and forgets the present one, at once. Requests with the old one fail until you have put the new one in its place. Tokens that are out stay valid."
    >
      <Confirm
        label="Rotate secret"
        title={`Rotate the secret of ${client.name}?`}
        name={client.name}
        disabled={!session.may('update:client_keys')}
        act={async () => {
          const path = { id: client.client_id };
          const rotated = await ask(Client, api.POST('/clients/{id}/rotate-secret', { params: { path } }));
          queries.setQueryData(['clients', 'one', client.client_id], rotated);
        }}
        done={() => notify('It has a new secret.')}
      >
        The present secret stops working as soon as you do this, and can’t be brought back.
      </Confirm>
    </DangerZone>
  );
}
