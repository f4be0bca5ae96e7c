import { Button, Checkbox, Group, List, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { type AppType, Client } from '~/api/shapes';
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
          <SimpleGrid
            cols={{ base: 1, xs: 2, md: 4 }}
            spacing="md"
            role="radiogroup"
            aria-label="Type of application"
          >
            {APP_TYPES.map((known) => (
              // biome-ignore lint/a11y/useSemanticElements: a radio input holds no picture
              <button
                key={known}
                type="button"
                role="radio"
                className="choice"
                aria-checked={type === known}
                onClick={() => setType(known)}
              >
                <TypeIcon type={known} size={32} />
                <Text fw={600} component="span">
                  {TYPES[known].label}
                </Text>
                <span>{TYPES[known].sentence}</span>
                <Text fz={13} className="says" component="span">
                  {TYPES[known].examples}
                </Text>
              </button>
            ))}
          </SimpleGrid>
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
          <Title order={2} fz={15} hidden>
            Create
          </Title>
        </Stack>
      </form>
    </Page>
  );
}
