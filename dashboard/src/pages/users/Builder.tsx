// A query, put together line by line: for whoever doesn't know the query language yet, and to learn it.
import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Code } from '~/parts/Copy';
import { Dialog } from '~/parts/Dialog';
import { startOfDay } from '~/parts/time';
import { built, COMPARISONS, FIELDS, kindOf, type Line, needsValue } from './search';

const FIRST: Line = { field: 'email', path: '', comparison: 'begins', value: '' };

export function Builder({ close, use }: { close: () => void; use: (query: string) => void }) {
  const [lines, setLines] = useState<readonly Line[]>([FIRST]);
  const [any, setAny] = useState(false);
  const query = built(lines, any, startOfDay);
  const change = (at: number, next: Partial<Line>) =>
    setLines(lines.map((line, index) => (index === at ? { ...line, ...next } : line)));
  return (
    <Dialog close={close} title="Build a query" size="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          use(query);
        }}
      >
        <Stack>
          {lines.length > 1 && (
            <NativeSelect
              label="Users for whom"
              data={[
                { value: 'all', label: 'all of these are true' },
                { value: 'any', label: 'any of these is true' },
              ]}
              value={any ? 'any' : 'all'}
              onChange={(event) => setAny(event.currentTarget.value === 'any')}
              maw={260}
            />
          )}
          {lines.map((line, index) => (
            <Condition
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells them apart
              key={index}
              line={line}
              change={(next) => change(index, next)}
              remove={lines.length > 1 ? () => setLines(lines.filter((_, at) => at !== index)) : undefined}
            />
          ))}
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
              onClick={() => setLines([...lines, FIRST])}
            >
              Another condition
            </Button>
          </div>
          {query !== '' && (
            <Stack gap={4}>
              <Text fz={13} c="dimmed">
                In the query language:
              </Text>
              <Code text={query} label="the query" />
            </Stack>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} type="button">
              Cancel
            </Button>
            <Button type="submit" disabled={query === ''}>
              Search
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface ConditionProps {
  line: Line;
  change: (next: Partial<Line>) => void;
  remove: (() => void) | undefined;
}

function Condition({ line, change, remove }: ConditionProps) {
  const kind = kindOf(line.field);
  const comparisons = COMPARISONS[kind];
  const inputs = { number: 'number', time: 'date', text: 'text', flag: 'text' };
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        aria-label="Field"
        data={FIELDS.map((field) => ({ value: field.name, label: field.label }))}
        value={line.field}
        onChange={(event) => {
          const field = event.currentTarget.value;
          const isSame = kindOf(field) === kind;
          const first = COMPARISONS[kindOf(field)][0]?.value ?? 'is';
          change({ field, ...(isSame ? {} : { comparison: first, value: '' }) });
        }}
        flex="1 1 170px"
        data-autofocus
      />
      {line.field.endsWith('.') && (
        <TextInput
          aria-label="Member"
          placeholder="plan"
          value={line.path}
          onChange={(event) => change({ path: event.currentTarget.value.trim() })}
          flex="1 1 100px"
          spellCheck={false}
        />
      )}
      <NativeSelect
        aria-label="Comparison"
        data={comparisons.map(({ value, label }) => ({ value, label }))}
        value={line.comparison}
        onChange={(event) => change({ comparison: event.currentTarget.value })}
        flex="1 1 140px"
      />
      {needsValue(line) && (
        <TextInput
          aria-label="Value"
          type={inputs[kind]}
          value={line.value}
          onChange={(event) => change({ value: event.currentTarget.value })}
          flex="1 1 160px"
          spellCheck={false}
        />
      )}
      {remove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={remove}
          aria-label="Remove the condition"
        >
          <IconX size={16} stroke={1.5} />
        </ActionIcon>
      )}
    </Group>
  );
}
