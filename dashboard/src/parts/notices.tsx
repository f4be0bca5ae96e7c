// What was done, told once at the edge of the screen, and read aloud.
import { ActionIcon, Button, Group, Paper, Portal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { ApiError, advice } from '~/api/errors';
import { Copyable } from './Copy';

interface Notice {
  id: number;
  tone: 'good' | 'bad';
  text: string;
  more?: string | undefined;
  /** With which its request is found in the log. */
  reference?: string | undefined;
  /** Takes back what was done. */
  undo?: (() => void) | undefined;
}

let notices: readonly Notice[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  change(notices.filter((notice) => notice.id !== id));
}

/** Says that something was done, and offers to take it back where that can be. */
export function notify(text: string, undo?: () => void): void {
  const id = ++last;
  change([...notices.slice(-3), { id, tone: 'good', text, undo }]);
  setTimeout(() => dismiss(id), undo ? 12_000 : 5_000);
}

/** Says that something was done, which another request takes back. */
export function notifyUndoable(text: string, back: () => Promise<unknown>): void {
  notify(text, () => {
    back().then(() => notify('It is as it was.'), notifyOf);
  });
}

/** Says that something couldn't be done, why, and what to do. It stays until it is dismissed. */
export function notifyOf(error: unknown): void {
  const text = error instanceof Error ? error.message : 'That didn’t work.';
  const reference = error instanceof ApiError ? error.correlationId : undefined;
  change([...notices.slice(-3), { id: ++last, tone: 'bad', text, more: advice(error), reference }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <Portal>
      <Stack
        gap="xs"
        pos="fixed"
        bottom={16}
        right={16}
        maw={420}
        style={{ zIndex: 500 }}
        role="status"
        aria-live="polite"
      >
        {shown.map((notice) => (
          <Paper key={notice.id} p="sm" shadow="md">
            <Group gap="sm" wrap="nowrap" align="flex-start">
              {notice.tone === 'good' ? (
                <IconCheck size={18} stroke={1.5} color="var(--o-good)" aria-hidden />
              ) : (
                <IconAlertTriangle size={18} stroke={1.5} color="var(--o-bad)" aria-hidden />
              )}
              <Stack gap={2} flex={1} align="flex-start" miw={0}>
                <Text>{notice.text}</Text>
                {notice.more && (
                  <Text fz={13} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {notice.more}
                  </Text>
                )}
                {notice.reference && (
                  <Group gap={6} fz={13} c="dimmed" maw="100%">
                    Reference: <Copyable text={notice.reference} label="the reference" />
                  </Group>
                )}
                {notice.undo && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    ml={-8}
                    onClick={() => {
                      dismiss(notice.id);
                      notice.undo?.();
                    }}
                  >
                    Undo
                  </Button>
                )}
              </Stack>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={() => dismiss(notice.id)}
                aria-label="Dismiss"
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            </Group>
          </Paper>
        ))}
      </Stack>
    </Portal>
  );
}
