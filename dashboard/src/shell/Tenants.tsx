// Which tenant this is, and the way to the others that somebody knows. Tenants share nothing, so none can list another.
import { Button, Group, Menu, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '~/session';
import { addressOf, forget, known, remember } from './tenants';

export function Tenants() {
  const { domain } = useSession();
  const [others, setOthers] = useState(() => known(domain));
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Menu position="bottom-start" width={300}>
        <Menu.Target>
          <UnstyledButton className="tenant" aria-label={`Tenant ${domain}: go to another`}>
            <Text c="dimmed" fz={13} truncate component="span">
              {domain}
            </Text>
            <IconChevronDown size={14} stroke={1.5} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>You are at the tenant</Menu.Label>
          <Menu.Item leftSection={<IconCheck size={16} stroke={1.5} />} disabled>
            {domain}
          </Menu.Item>
          <Menu.Label>Others</Menu.Label>
          {others.map((other) => (
            <Menu.Item key={other} component="a" href={addressOf(other) ?? undefined} pl={38}>
              {other}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setAdding(true)}>
            {others.length === 0 ? 'Go to another domain…' : 'Another domain…'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isAdding} onClose={() => setAdding(false)} title="Go to another tenant">
        {isAdding && <Another others={others} change={setOthers} />}
      </Modal>
    </>
  );
}

function Another({
  others,
  change,
}: {
  others: readonly string[];
  change: (next: readonly string[]) => void;
}) {
  const { domain } = useSession();
  const [typed, setTyped] = useState('');
  const address = addressOf(typed);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!address) return;
        remember(domain, new URL(address).host);
        window.location.assign(address);
      }}
    >
      <Stack>
        <Text>
          Each tenant has a dashboard at its own domain, and users, keys and a log-in of its own. None knows
          of the others, so write the domain of one that you know. This browser remembers it.
        </Text>
        <TextInput
          label="Domain"
          placeholder="login.example.com"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value.trim())}
          error={typed !== '' && !address ? 'A domain looks like login.example.com.' : null}
          spellCheck={false}
          data-autofocus
        />
        {others.length > 0 && (
          <Group gap="xs">
            {others.map((other) => (
              <Button
                key={other}
                size="xs"
                variant="default"
                type="button"
                rightSection={<IconX size={14} stroke={1.5} aria-hidden />}
                onClick={() => change(forget(domain, other))}
                aria-label={`Forget ${other}`}
              >
                {other}
              </Button>
            ))}
          </Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={!address}>
            Go there
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
