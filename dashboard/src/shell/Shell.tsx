import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Menu,
  Stack,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconLogout, IconMoon, IconSearch, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Mark } from '~/parts/Mark';
import { useSession } from '~/session';
import { EXPLORER, PLACES } from './navigation';
import { Tenants } from './Tenants';

const Palette = lazy(() => import('./Palette'));

export function Shell({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  // Each time that somebody wants the palette is another number. It is loaded with the first.
  const [wanted, setWanted] = useState(0);
  const search = () => setWanted((times) => times + 1);
  useHotkeys([
    ['mod + K', search],
    ['/', search],
  ]);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has arrived needs the menu no longer
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="skip" href="#content">
        Go to the content
      </a>
      <AppShell.Header className="frame-header">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <Brand />
          </Group>
          <Group gap={4} wrap="nowrap">
            <SearchButton open={search} />
            <SchemeButton />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className="frame-navbar" aria-label="Main">
        <div className="scrolls">
          <Stack gap="md">
            {PLACES.map((group) => (
              <Stack gap={2} key={group[0]?.to}>
                {group.map((place) => (
                  <Link key={place.to} to={place.to} className="nav-link">
                    <place.icon size={18} stroke={1.5} aria-hidden />
                    {place.label}
                  </Link>
                ))}
              </Stack>
            ))}
            <a className="nav-link" href={EXPLORER.href}>
              <EXPLORER.icon size={18} stroke={1.5} aria-hidden />
              {EXPLORER.label}
            </a>
          </Stack>
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
      {wanted > 0 && (
        <Suspense>
          <Palette wanted={wanted} />
        </Suspense>
      )}
    </AppShell>
  );
}

function Brand() {
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <Link
        to="/"
        aria-label="Ostia, to the start"
        style={{ display: 'flex', alignItems: 'center', gap: 8, color: 'inherit', textDecoration: 'none' }}
      >
        <Mark size={22} />
        <Text fw={600} fz={18} lh={1} visibleFrom="xs">
          ostia
        </Text>
      </Link>
      <Tenants />
    </Group>
  );
}

function SearchButton({ open }: { open: () => void }) {
  return (
    <UnstyledButton className="copyable" onClick={open} px={8} py={4} aria-keyshortcuts="Control+K">
      <IconSearch size={16} stroke={1.5} aria-hidden />
      <Text fz={13} c="dimmed" component="span">
        Search
      </Text>
      <Text fz={13} c="dimmed" component="kbd" ff="inherit" visibleFrom="xs">
        Ctrl K
      </Text>
    </UnstyledButton>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'light' ? 'dark' : 'light';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      onClick={() => setColorScheme(other)}
      aria-label={`Use the ${other} colours`}
    >
      {scheme === 'light' ? <IconMoon size={18} stroke={1.5} /> : <IconSun size={18} stroke={1.5} />}
    </ActionIcon>
  );
}

function Account() {
  const session = useSession();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Your account">
          <IconUserCircle size={20} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.email ?? session.name}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={session.logOut}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
