import { ActionIcon, Button, Group as Row, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Api } from '~/api/shapes';
import { useDraft } from '~/parts/draft';
import { Empty } from '~/parts/Page';
import { Saved } from '~/parts/Saved';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { savingOf } from './queries';
import { scopeProblem } from './scopes';

export default function Scopes({ one }: { one: Api }) {
  const session = useSession();
  const draft = useDraft({ scopes: one.scopes });
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const { scopes } = draft.value;
  const problem =
    name === ''
      ? null
      : scopeProblem(
          name,
          scopes.map((scope) => scope.value),
        );
  const fixed = one.is_system || !session.may('update:resource_servers');
  return (
    <Stack gap="md">
      <Text c="dimmed" className="measure">
        What can be done at the API, each with a name such as <code>read:orders</code>. People see the
        description when they are asked for consent.
      </Text>
      {!fixed && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name === '' || problem) return;
            draft.set('scopes', [...scopes, { value: name, ...(description ? { description } : {}) }]);
            setName('');
            setDescription('');
          }}
        >
          <Row align="flex-start">
            <TextInput
              label="Scope"
              placeholder="read:orders"
              value={name}
              onChange={(event) => setName(event.currentTarget.value.trim())}
              error={problem}
              w={240}
            />
            <TextInput
              label="Description"
              placeholder="See your orders"
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
              flex="1 1 240px"
            />
            <Button type="submit" variant="light" mt={24} disabled={name === '' || problem !== null}>
              Add
            </Button>
          </Row>
        </form>
      )}
      <Saved {...savingOf(one)} draft={draft} mayChange={session.may('update:resource_servers')}>
        <Things
          label="Scopes"
          rows={scopes}
          id={(scope) => scope.value}
          columns={[
            { title: 'Scope', cell: (scope) => <code>{scope.value}</code> },
            { title: 'Description', cell: (scope) => scope.description ?? '' },
            {
              title: '',
              width: 60,
              cell: (scope) =>
                !fixed && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Remove ${scope.value}`}
                    onClick={() =>
                      draft.set(
                        'scopes',
                        scopes.filter((known) => known.value !== scope.value),
                      )
                    }
                  >
                    <IconTrash size={16} stroke={1.5} />
                  </ActionIcon>
                ),
            },
          ]}
          empty={
            <Empty title="It has no scopes">
              Without scopes, whoever has a token may do everything that the API lets them.
            </Empty>
          }
        />
      </Saved>
    </Stack>
  );
}
