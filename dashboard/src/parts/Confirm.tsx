// What can't be undone: it says what stops working, and wants the name typed.
import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Failure } from './Note';

interface Props {
  /** The button, and the title of what it opens. */
  label: string;
  title: string;
  /** What stops working. */
  children: ReactNode;
  /** The name that has to be typed; left out where it can be undone. */
  name?: string;
  act: () => Promise<unknown>;
  done?: () => void;
  disabled?: boolean;
  size?: 'xs' | 'sm';
  variant?: 'outline' | 'default' | 'subtle';
}

export function Confirm({
  label,
  title,
  children,
  name,
  act,
  done,
  disabled,
  size = 'sm',
  variant = 'outline',
}: Props) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: () => {
      setOpened(false);
      done?.();
    },
  });
  const open = () => {
    setTyped('');
    mutation.reset();
    setOpened(true);
  };
  const color = variant === 'outline' ? 'bad' : undefined;
  return (
    <>
      <Button variant={variant} {...(color ? { color } : {})} onClick={open} disabled={disabled} size={size}>
        {label}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={title}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            mutation.mutate();
          }}
        >
          <Stack>
            <Text component="div">{children}</Text>
            {name !== undefined && (
              <TextInput
                label={
                  <>
                    Type <b>{name}</b> to go on
                  </>
                }
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                autoComplete="off"
                data-autofocus
              />
            )}
            {mutation.error && <Failure error={mutation.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)} type="button">
                Cancel
              </Button>
              <Button
                variant="outline"
                color="bad"
                type="submit"
                loading={mutation.isPending}
                disabled={name !== undefined && typed !== name}
              >
                {label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

/** The end of a page: what can't be undone. */
export function DangerZone({
  title,
  says,
  children,
}: {
  title: string;
  says: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="group danger" style={{ borderRadius: 8 }} aria-label={title}>
      <Title order={2} fz={15}>
        {title}
      </Title>
      <Stack align="flex-start">
        <Text component="div">{says}</Text>
        {children}
      </Stack>
    </section>
  );
}
