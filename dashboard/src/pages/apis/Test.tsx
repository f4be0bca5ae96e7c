// A real token for the API, by the request that an application would send.
import { Button, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, ask, post } from '~/api/client';
import { ApiError } from '~/api/errors';
import { type Api, Client } from '~/api/shapes';
import { Code, Secret } from '~/parts/Copy';
import { Waiting } from '~/parts/Detail';
import { Failure, Note } from '~/parts/Note';
import { Empty } from '~/parts/Page';
import { InLanguages } from '~/parts/ShowRequest';
import { TextLink } from '~/parts/TextLink';
import { useSession } from '~/session';
import { authenticationOf } from '../applications/model';
import { listClients } from '../applications/queries';
import { grantsAt } from './queries';
import { claimsOf } from './token';

const Got = z.looseObject({ access_token: z.string(), expires_in: z.number() });
type Got = z.infer<typeof Got>;

/** Asks the token endpoint as the application does: with its secret, which whoever may see it has fetched. */
async function fetchToken(client_id: string, audience: string): Promise<Got> {
  const { client_secret } = await ask(
    Client,
    api.GET('/clients/{id}', { params: { path: { id: client_id } } }),
  );
  if (!client_secret) throw new ApiError(400, 'The application has no secret that you may see.');
  const grant_type = 'client_credentials';
  return Got.parse(await post('/oauth/token', { grant_type, client_id, client_secret, audience }));
}

export default function Test({ one }: { one: Api }) {
  const session = useSession();
  const grants = useQuery(grantsAt(one.identifier));
  const clients = useQuery(listClients({}));
  const [chosen, setChosen] = useState<string | null>(null);
  const machines = (grants.data ?? []).flatMap((grant) => {
    const client = clients.data?.clients.find((known) => known.client_id === grant.client_id);
    return client && (grant.subject_type ?? 'client') === 'client' ? [client] : [];
  });
  const client = machines.find((known) => known.client_id === chosen) ?? machines[0];
  const token = useMutation({ mutationFn: (id: string) => fetchToken(id, one.identifier) });
  if (grants.error) return <Failure error={grants.error} retry={() => void grants.refetch()} />;
  if (clients.error) return <Failure error={clients.error} retry={() => void clients.refetch()} />;
  if (!grants.data || !clients.data) return <Waiting />;
  if (!client) {
    return (
      <div className="things">
        <Empty title="No application may use it for itself">
          Let a machine-to-machine application use it: open the{' '}
          <TextLink to="/applications">application</TextLink>, API access, For itself.
        </Empty>
      </div>
    );
  }
  const hasSecret = authenticationOf(client) === 'secret';
  const maySee = session.may('read:client_keys');
  const got = token.data;
  return (
    <Stack gap="lg">
      <Text c="dimmed" className="measure">
        An application that acts for itself gets a token with the client credentials grant. Here you can get
        one as it would, and see what is inside.
      </Text>
      <Select
        label="Application"
        data={machines.map((known) => ({ value: known.client_id, label: known.name || known.client_id }))}
        value={client.client_id}
        onChange={(next) => {
          token.reset();
          setChosen(next);
        }}
        maw={360}
      />
      {!hasSecret ? (
        <Note>It proves itself with a key of its own, so only the application can get a token.</Note>
      ) : (
        <div>
          <Button onClick={() => token.mutate(client.client_id)} loading={token.isPending} disabled={!maySee}>
            Get a token
          </Button>
          {!maySee && (
            <Text fz={13} c="dimmed" mt={4}>
              That takes its secret, and so the permission read:client_keys.
            </Text>
          )}
        </div>
      )}
      {token.error && <Failure error={token.error} />}
      {got && (
        <Stack gap="sm" component="section" aria-label="The token">
          <Title order={2}>The token</Title>
          <Text>
            Valid for {got.expires_in.toLocaleString()} seconds. Whoever has it can use the API until then.
          </Text>
          <div>
            <Secret text={got.access_token} label="the token" />
          </div>
          <Code text={claimsOf(got.access_token)} label="what it says" />
        </Stack>
      )}
      <Stack gap="sm" component="section" aria-label="The requests">
        <Title order={2}>The requests</Title>
        <InLanguages
          requests={[
            {
              says: 'To get a token. The secret is under the application’s Credentials.',
              request: {
                method: 'POST',
                path: '/oauth/token',
                url: `https://${session.domain}/oauth/token`,
                token: null,
                body: {
                  grant_type: 'client_credentials',
                  client_id: client.client_id,
                  client_secret: 'CLIENT_SECRET',
                  audience: one.identifier,
                },
              },
            },
            {
              says: 'To use it: the API checks signature, issuer, audience and expiry.',
              request: {
                method: 'GET',
                path: '/',
                url: one.identifier.startsWith('http') ? one.identifier : 'https://api.example/',
                ...(got ? { token: got.access_token } : {}),
              },
            },
          ]}
        />
      </Stack>
    </Stack>
  );
}
