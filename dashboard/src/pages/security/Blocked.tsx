// Whether an address is blocked, and lifting that.
import { Button, Group as Row, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, tell } from '~/api/client';
import { ApiError } from '~/api/errors';
import { Group, Groups } from '~/parts/Form';
import { Failure, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { useSession } from '~/session';
import { addressProblem } from './model';

/** The API answers 404 for an address that isn't blocked. */
async function isBlocked(id: string): Promise<boolean> {
  try {
    await tell(api.GET('/anomaly/blocks/ips/{id}', { params: { path: { id } } }));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

export function Blocked() {
  const session = useSession();
  const [address, setAddress] = useState('');
  const look = useMutation({ mutationFn: isBlocked });
  const lift = useMutation({
    mutationFn: (id: string) => tell(api.DELETE('/anomaly/blocks/ips/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      notify(`${address} is not blocked any more.`);
      look.reset();
    },
  });
  const problem =
    address === '' ? null : address.includes('/') ? 'Write one address.' : addressProblem(address);
  const error = look.error ?? lift.error;
  return (
    <Groups>
      <Group
        title="Is an address blocked?"
        says="Somebody can’t log in, whichever account they try. What is counted for one account is lifted on the page of its user."
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            look.mutate(address);
          }}
        >
          <Row align="flex-start">
            <TextInput
              aria-label="Address"
              placeholder="192.0.2.7"
              value={address}
              onChange={(event) => {
                setAddress(event.currentTarget.value.trim());
                look.reset();
              }}
              error={problem}
              spellCheck={false}
              w={260}
            />
            <Button
              type="submit"
              variant="default"
              loading={look.isPending}
              disabled={address === '' || problem !== null || !session.may('read:anomaly_blocks')}
            >
              Look
            </Button>
          </Row>
        </form>
        {look.data === false && <Text>{look.variables} is not blocked.</Text>}
        {look.data && (
          <Row>
            <Tag tone="bad">Blocked</Tag>
            <Button
              size="xs"
              variant="default"
              onClick={() => lift.mutate(address)}
              loading={lift.isPending}
              disabled={!session.may('delete:anomaly_blocks')}
            >
              Lift the block
            </Button>
          </Row>
        )}
        {error && <Failure error={error} />}
      </Group>
    </Groups>
  );
}
