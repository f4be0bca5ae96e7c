import { Button, Checkbox, Group, List, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { type AppType, Client } from '~/api/shapes';
import { Choices } from '~/parts/Choices';
import { LeaveGuard } from '~/parts/Form';
import { Failure, Note, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { Page } from '~/parts/Page';
import { Requests } from '~/parts/ShowRequest';
import { TypeIcon } from './icons';
import { APP_TYPES, initial, TYPES } from './model';

export function Create() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [type, setType] = useState<AppType | null>(null);
  const [isThirdParty, setThirdParty] = useState(false);
  const body = initial(type ?? 'spa', name.trim(), isThirdParty);
  const create = useMutation({
    mutationFn: () => ask(Client, api.POST('/clients', { body: body as never })),
    onSuccess: (client) => {
      void queries.invalidateQueries({ queryKey: ['clients'] });
      notify(`${client.name} was made.`);
      void navigate({ to: '/applications/$id/{-$tab}', params: { id: client.client_id } });
    },
  });
  return (
    <Page
      title="Create application"
      says="What kind of application is it? That decides how it proves who it is, and what it may do."
      back={{ to: '/applications', label: 'Applications' }}
    >
      <LeaveGuard isDirty={name !== '' && !create.isPending && !create.isSuccess} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="lg">
          <TextInput
            label="Name"
            description="People see it when they log in, and when they are asked for consent."
            placeholder="Photo Printer"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={/[<>]/.test(name) ? 'A name holds no < and >.' : null}
            required
            maw={420}
            data-autofocus
          />
          <Choices
            label="Type of application"
            choices={APP_TYPES.map((known) => ({
              value: known,
              label: TYPES[known].label,
              picture: <TypeIcon type={known} size={32} />,
              says: TYPES[known].sentence,
              more: TYPES[known].examples,
            }))}
            value={type}
            choose={setType}
          />
          <Checkbox
            label={
              <Group gap={8} component="span">
                Somebody else operates it <Tag tone="clay">Third party</Tag>
              </Group>
            }
            description="A partner’s or a customer’s application, not yours. This can’t be changed later."
            checked={isThirdParty}
            onChange={(event) => setThirdParty(event.currentTarget.checked)}
          />
          {isThirdParty && (
            <Note tone="clay" title="What a third-party application may not do">
              People are asked for consent before it gets anything, and can take it back. It needs a client
              grant for every API, never gets the Management API, and only its exact callback addresses work.
            </Note>
          )}
          {type && (
            <Note tone="sea" title={`What follows from ${TYPES[type].label}`}>
              <List spacing={2}>
                {TYPES[type].follows.map((sentence) => (
                  <List.Item key={sentence}>{sentence}</List.Item>
                ))}
              </List>
            </Note>
          )}
          {create.error && <Failure error={create.error} />}
          <Group>
            <Button
              type="submit"
              loading={create.isPending}
              disabled={type === null || name.trim() === '' || /[<>]/.test(name)}
            >
              Create
            </Button>
            {type && <Requests request={{ method: 'POST', path: '/clients', body }} />}
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
