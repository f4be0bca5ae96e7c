// Forms in groups: what is set on the right, what follows from it on the left.
import { Button, Modal, Paper, Group as Row, Stack, Text, Textarea, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Document, useGuard } from './draft';
import { type Request, Requests } from './ShowRequest';

export function Groups({ children }: { children: ReactNode }) {
  return <Paper>{children}</Paper>;
}

export function Group({ title, says, children }: { title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <section className="group" aria-label={title}>
      <Stack gap={4}>
        <Title order={2} fz={15}>
          {title}
        </Title>
        {says && (
          <Text fz={13} c="dimmed" component="div">
            {says}
          </Text>
        )}
      </Stack>
      <Stack gap="md" miw={0}>
        {children}
      </Stack>
    </section>
  );
}

interface SaveBarProps {
  isDirty: boolean;
  isSaving: boolean;
  discard: () => void;
  save: () => void;
  /** What saving would send. */
  request: Request;
  /** What keeps it from being saved. */
  problem?: string | null;
}

/** Appears with the first change, and keeps people from losing it. */
export function SaveBar({ isDirty, isSaving, discard, save, request, problem }: SaveBarProps) {
  return (
    <>
      {isDirty && (
        <section className="save-bar" aria-label="Unsaved changes">
          <Row justify="space-between" gap="sm">
            <Text c={problem ? 'var(--o-bad)' : undefined}>{problem ?? 'You have unsaved changes.'}</Text>
            <Row gap={8}>
              <Requests request={request} />
              <Button variant="default" onClick={discard} disabled={isSaving}>
                Discard
              </Button>
              <Button onClick={save} loading={isSaving} disabled={Boolean(problem)}>
                Save
              </Button>
            </Row>
          </Row>
        </section>
      )}
      <LeaveGuard isDirty={isDirty} discard={discard} />
    </>
  );
}

/** Asks whoever leaves with what wasn't saved. */
export function LeaveGuard({ isDirty, discard }: { isDirty: boolean; discard?: () => void }) {
  const guard = useGuard(isDirty);
  return (
    <Modal opened={guard.status === 'blocked'} onClose={() => guard.reset?.()} title="Leave without saving?">
      <Stack>
        <Text>What you changed on this page was not saved. If you leave now, it is lost.</Text>
        <Row justify="flex-end">
          <Button variant="default" onClick={() => guard.reset?.()} data-autofocus>
            Stay
          </Button>
          <Button
            variant="outline"
            color="bad"
            onClick={() => {
              discard?.();
              guard.proceed?.();
            }}
          >
            Leave
          </Button>
        </Row>
      </Stack>
    </Modal>
  );
}

/** The lines of a text, without empty ones. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

interface LinesProps {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** What is wrong with a line; null where nothing is. */
  check?: (line: string) => string | null;
  disabled?: boolean;
}

/** A list of texts, one to a line. */
export function Lines({ label, description, placeholder, value, onChange, check, disabled }: LinesProps) {
  const [text, setText] = useState(value.join('\n'));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    // Somebody else changed it: a discarded draft, a fresh answer.
    if (lines(text).join('\n') !== value.join('\n')) setText(value.join('\n'));
  }
  const problem = value.map((line) => check?.(line) ?? null).find((found) => found !== null);
  return (
    <Textarea
      label={label}
      description={description}
      placeholder={placeholder}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(lines(event.currentTarget.value));
      }}
      error={problem}
      disabled={disabled}
      minRows={2}
      maxRows={10}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  );
}

export type { Document };
