import { Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask, tell } from '~/api/client';
import { Client } from '~/api/shapes';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Copyable, Secret } from '~/parts/Copy';
import { useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Note } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { when } from '~/parts/time';
import { useSession } from '~/session';
import { authenticationOf, isPublic } from './model';
import { requestOf, useSave } from './useSave';

const METHODS = [
  { value: 'none', label: 'nothing: it is public, and uses PKCE' },
  { value: 'client_secret_post', label: 'its secret, in the request’s body' },
  { value: 'client_secret_basic', label: 'its secret, with HTTP Basic' },
];

export default function Credentials({ client }: { client: Client }) {
  const session = useSession();
  const mayChange = session.may('update:clients');
  const method = authenticationOf(client);
  const draft = useDraft({
    token_endpoint_auth_method: client.token_endpoint_auth_method ?? 'client_secret_post',
  });
  const save = useSave(client, draft);
  const chosen = draft.value.token_endpoint_auth_method;
  return (
    <Stack gap="lg">
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
          {method === 'private_key_jwt' || method === 'mutual_tls' ? (
            <Note>
              {method === 'private_key_jwt'
                ? 'It proves itself with a private key (private_key_jwt). The keys are below.'
                : 'It proves itself with a TLS certificate.'}
            </Note>
          ) : (
            <Select
              label="It proves itself with"
              data={METHODS}
              value={chosen}
              onChange={(next) => draft.set('token_endpoint_auth_method', next ?? 'client_secret_post')}
              disabled={!mayChange}
              maw={360}
            />
          )}
          {draft.isDirty && chosen === 'none' && (
            <Note tone="warn" title="This makes it public">
              Client credentials stop working, its secret proves nothing any more, and ID tokens are signed
              with RS256.
            </Note>
          )}
          {draft.isDirty && client.token_endpoint_auth_method === 'none' && chosen !== 'none' && (
            <Note tone="warn" title="This makes it confidential">
              Every request to the token endpoint needs the secret from now on. Where it runs on people’s
              devices or in the browser, they can read it there: leave it public.
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
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate(draft.patch)}
        request={requestOf(client, draft.patch)}
      />
      <Keys client={client} />
      {!isPublic(client) && <Rotate client={client} />}
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

const Key = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  credential_type: z.string().optional(),
  created_at: z.string().optional(),
  expires_at: z.string().nullish(),
});

function Keys({ client }: { client: Client }) {
  const session = useSession();
  const queries = useQueryClient();
  const key = ['clients', 'credentials', client.client_id];
  const path = { id: client.client_id };
  const keys = useQuery({
    queryKey: key,
    queryFn: () => ask(z.array(Key), api.GET('/clients/{id}/credentials', { params: { path } })),
    enabled: session.may('read:client_credentials'),
  });
  const remove = useMutation({
    mutationFn: (credential_id: string) =>
      tell(
        api.DELETE('/clients/{id}/credentials/{credential_id}', {
          params: { path: { ...path, credential_id } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  if (!session.may('read:client_credentials') || (keys.data?.length === 0 && isPublic(client))) return null;
  return (
    <Stack gap="sm">
      <Text fw={600} component="h2">
        Keys
      </Text>
      <Things
        label="Keys"
        rows={keys.data}
        error={keys.error}
        id={(row) => row.id}
        columns={[
          { title: 'Name', cell: (row) => row.name || row.id },
          { title: 'Algorithm', cell: (row) => row.alg ?? '' },
          {
            title: 'Key ID',
            wide: true,
            cell: (row) => (row.kid ? <Copyable text={row.kid} label="the key ID" /> : ''),
          },
          { title: 'Expires', cell: (row) => (row.expires_at ? when(row.expires_at) : 'never') },
          {
            title: '',
            cell: (row) => (
              <Confirm
                label="Delete"
                size="xs"
                variant="default"
                title={`Delete the key ${row.name || row.id}?`}
                disabled={!session.may('delete:client_credentials')}
                act={() => remove.mutateAsync(row.id)}
              >
                Assertions that it signs are refused from now on.
              </Confirm>
            ),
          },
        ]}
        empty={
          <Empty title="No key is registered">
            With a registered public key the application can prove itself by signing (private_key_jwt), and no
            secret has to be shared. Register one with POST /api/v2/clients/{'{id}'}/credentials.
          </Empty>
        }
      />
    </Stack>
  );
}
