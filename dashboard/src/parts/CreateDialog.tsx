// A dialog in which a thing is made.
import { Button, Group, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from './Dialog';
import { Failure } from './Note';

interface Props<Made> {
  title: string;
  close: () => void;
  create: UseMutationResult<Made, Error, void>;
  /** Whether enough was typed. */
  isReady: boolean;
  /** What the button says. */
  label?: string;
  children: ReactNode;
}

export function CreateDialog<Made>({
  title,
  close,
  create,
  isReady,
  label = 'Create',
  children,
}: Props<Made>) {
  return (
    <Dialog close={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          {children}
          {create.error && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} type="button">
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!isReady}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
