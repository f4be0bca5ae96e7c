import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, tell } from '~/api/client';
import { Confirm } from '~/parts/Confirm';
import { Copyable } from '~/parts/Copy';
import { Failure } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Empty } from '~/parts/Page';
import { Things } from '~/parts/Things';
import { when } from '~/parts/time';
import { useSession } from '~/session';
import { listClients } from '../applications/queries';
import { invitationsOf, type Organization } from './queries';

export function Invitations({ organization }: { organization: Organization }) {
  const session = useSession();
  const queries = useQueryClient();
  const invitations = useQuery(invitationsOf(organization.id));
  const clients = useQuery(listClients({}));
  const [email, setEmail] = useState('');
  const [client, setClient] = useState<string | null>(null);
  const params = { path: { id: organization.id } };
  const refresh = () =>
    queries.invalidateQueries({ queryKey: ['organizations', 'invitations', organization.id] });
  const invite = useMutation({
    mutationFn: () => {
      const body = {
        inviter: { name: session.name },
        invitee: { email: email.trim() },
        client_id: client ?? '',
      };
      return tell(api.POST('/organizations/{id}/invitations', { params, body: body as never }));
    },
    onSuccess: () => {
      notify(`${email.trim()} is invited.`);
      setEmail('');
      return refresh();
    },
  });
  const name = (id: string) => clients.data?.clients.find((known) => known.client_id === id)?.name ?? id;
  const mayInvite = session.may('create:organization_invitations');
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Group align="flex-end">
          <TextInput
            label="E-mail address"
            type="email"
            placeholder="ben@acme.example"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            disabled={!mayInvite}
            flex="1 1 220px"
          />
          <Select
            label="Into which application"
            placeholder="Choose"
            data={(clients.data?.clients ?? [])
              .filter((one) => one.app_type !== 'non_interactive')
              .map((one) => ({ value: one.client_id, label: one.name }))}
            value={client}
            onChange={setClient}
            searchable
            disabled={!mayInvite}
            flex="1 1 220px"
          />
          <Button
            type="submit"
            variant="light"
            loading={invite.isPending}
            disabled={!mayInvite || email.trim() === '' || client === null}
          >
            Invite
          </Button>
        </Group>
      </form>
      {invite.error && <Failure error={invite.error} />}
      <Things
        label="Invitations"
        rows={invitations.data}
        error={invitations.error}
        id={(row) => row.id}
        columns={[
          { title: 'Who', cell: (row) => row.invitee?.email ?? '' },
          { title: 'Into', wide: true, cell: (row) => name(row.client_id) },
          { title: 'Until', wide: true, cell: (row) => when(row.expires_at) },
          {
            title: 'Link',
            wide: true,
            cell: (row) => row.invitation_url && <Copyable text={row.invitation_url} label="the link" />,
          },
          {
            title: '',
            width: 110,
            cell: (row) => (
              <Confirm
                label="Revoke"
                size="xs"
                variant="default"
                title={`Revoke the invitation of ${row.invitee?.email ?? 'them'}?`}
                disabled={!session.may('delete:organization_invitations')}
                act={() => {
                  const path = { id: organization.id, invitation_id: row.id };
                  return tell(
                    api.DELETE('/organizations/{id}/invitations/{invitation_id}', { params: { path } }),
                  );
                }}
                done={() => {
                  notify('The invitation was revoked.');
                  void refresh();
                }}
              >
                The link in the mail stops working.
              </Confirm>
            ),
          },
        ]}
        empty={
          <Empty title="Nobody is invited">
            An invitation is a link by mail. Whoever follows it signs up or logs in, and is a member. The
            application has to say under Settings where log-ins begin.
          </Empty>
        }
      />
    </Stack>
  );
}
