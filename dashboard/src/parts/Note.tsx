import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconPointFilled } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { ApiError, advice } from '~/api/errors';
import { Copyable } from './Copy';

export type Tone = 'plain' | 'sea' | 'clay' | 'good' | 'warn' | 'bad';

/** A remark beside what it is about. */
export function Note({
  tone = 'plain',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}) {
  const style = tone === 'plain' ? {} : ({ '--tone': `var(--o-${tone})` } as CSSProperties);
  const Icon = tone === 'warn' || tone === 'bad' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className="note" style={style}>
      <Icon size={18} stroke={1.5} aria-hidden />
      <Stack gap={2} miw={0}>
        {title && <Text fw={600}>{title}</Text>}
        <Text component="div">{children}</Text>
      </Stack>
    </div>
  );
}

/** A state or a kind, always in a word. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="badge" data-tone={tone}>
      {tone !== 'plain' && <IconPointFilled size={10} aria-hidden />}
      {children}
    </span>
  );
}

/** Something couldn't be read: what, why, what to do, and the reference. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const reference = error instanceof ApiError ? error.correlationId : undefined;
  return (
    <div role="alert">
      <Note tone="bad" title={error instanceof Error ? error.message : 'That didn’t work.'}>
        <Stack gap="xs" align="flex-start">
          <span>{advice(error)}</span>
          {reference && (
            <Group gap={6} fz={13} c="dimmed" maw="100%">
              Reference: <Copyable text={reference} label="the reference" />
            </Group>
          )}
          {retry && (
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          )}
        </Stack>
      </Note>
    </div>
  );
}
