import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { Mark } from './Mark';

interface Props {
  title: string;
  /** What the noun is, for whoever meets it here. */
  says?: ReactNode;
  /** Beside the title: badges, the id. */
  beside?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  children: ReactNode;
}

export function Page({ title, says, beside, actions, back, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Ostia`;
  }, [title]);
  return (
    <Stack className="page" gap="lg">
      <Stack gap={8}>
        {back && (
          <Anchor component={Link} to={back.to} c="dimmed" fz={13} w="fit-content">
            <Group gap={4}>
              <IconArrowLeft size={14} stroke={1.5} aria-hidden />
              {back.label}
            </Group>
          </Anchor>
        )}
        <Group justify="space-between" align="flex-start" gap="md">
          <Stack gap={6} miw={0} flex="1 1 300px">
            <Title order={1} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {beside && <Group gap={8}>{beside}</Group>}
            {says && (
              <Text c="dimmed" className="measure">
                {says}
              </Text>
            )}
          </Stack>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}

/** An empty list: what the noun is, and the first step. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="center" gap="sm" py={56} px="md" ta="center">
      <Mark size={28} />
      <Title order={2}>{title}</Title>
      <Text c="dimmed" className="measure">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
