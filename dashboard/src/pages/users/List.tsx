import { Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilter, IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { User } from '~/api/shapes';
import { LongThings } from '~/parts/LongThings';
import { Tag } from '~/parts/Note';
import { Empty, Page } from '~/parts/Page';
import type { Column } from '~/parts/Things';
import { exactly, when } from '~/parts/time';
import { useTyped } from '~/parts/useTyped';
import { useSession } from '~/session';
import { CreateUser } from './CreateUser';
import { listUsers } from './queries';
import { toQuery } from './search';
import { Transfer } from './Transfer';

const Builder = lazy(() => import('./Builder').then((part) => ({ default: part.Builder })));
const route = getRouteApi('/users');

const COLUMNS: readonly Column<User>[] = [
  {
    title: 'User',
    cell: (user) => {
      const name = user.name || user.email || user.username || user.user_id;
      const more = user.email ?? user.username ?? user.phone_number ?? user.user_id;
      return (
        <>
          <Link className="name" to="/users/$id/{-$tab}" params={{ id: user.user_id }}>
            {name}
          </Link>
          {more !== name && (
            <Text fz={13} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {more}
            </Text>
          )}
        </>
      );
    },
  },
  {
    title: 'State',
    width: 150,
    cell: (user) =>
      user.blocked ? (
        <Tag tone="bad">Blocked</Tag>
      ) : user.email && !user.email_verified ? (
        <Tag tone="warn">Unverified</Tag>
      ) : (
        <Tag tone="good">Active</Tag>
      ),
  },
  {
    title: 'Connection',
    wide: true,
    cell: (user) => user.identities.map((identity) => identity.connection).join(', '),
  },
  { title: 'Log-ins', wide: true, width: 90, cell: (user) => (user.logins_count ?? 0).toLocaleString() },
  {
    title: 'Last log-in',
    wide: true,
    width: 190,
    cell: (user) => (
      <span title={exactly(user.last_login)}>{user.last_login ? when(user.last_login) : 'never'}</span>
    ),
  },
];

export function List() {
  const { search = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const [typed, type] = useTyped(
    search,
    (text) => void navigate({ search: { search: text || undefined }, replace: true }),
  );
  const [asked] = useDebouncedValue(typed, 300);
  const [isCreating, setCreating] = useState(false);
  const [isBuilding, setBuilding] = useState(false);
  const query = useInfiniteQuery(listUsers(toQuery(asked)));
  const pages = query.data?.pages;
  const users = useMemo(() => pages?.flatMap((page) => page.users), [pages]);
  return (
    <Page
      title="Users"
      says={
        <>
          Everybody who can log in. Search for the beginning of a name or an address, or with the query
          language: <code>logins_count:[5 TO *] AND blocked:true</code>.
        </>
      }
      actions={
        <>
          <Transfer />
          {session.may('create:users') && (
            <Button
              leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
              onClick={() => setCreating(true)}
            >
              Create user
            </Button>
          )}
        </>
      }
    >
      <Group role="search">
        <TextInput
          aria-label="Search users"
          placeholder="Name, address, id, or a query"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          flex="1 1 220px"
          spellCheck={false}
        />
        <Button
          variant="default"
          leftSection={<IconFilter size={16} stroke={1.5} aria-hidden />}
          onClick={() => setBuilding(true)}
        >
          Build a query
        </Button>
      </Group>
      <LongThings
        label="Users"
        columns={COLUMNS}
        rows={users}
        total={pages?.[0]?.total ?? 0}
        more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        isFetching={query.isFetching}
        error={query.error}
        retry={() => void query.refetch()}
        id={(user) => user.user_id}
        to={(user) => `/users/${encodeURIComponent(user.user_id)}`}
        empty={
          asked ? (
            <Empty
              title="Nobody was found"
              action={
                <Button variant="default" onClick={() => type('')}>
                  Show all
                </Button>
              }
            >
              Search looks at the beginnings of names and addresses. Try fewer letters, or build a query.
            </Empty>
          ) : (
            <Empty title="There are no users yet">
              People appear here when they sign up. You can also create one, or import a file of them.
            </Empty>
          )
        }
      />
      {isCreating && <CreateUser close={() => setCreating(false)} />}
      {isBuilding && (
        <Suspense>
          <Builder
            close={() => setBuilding(false)}
            use={(query) => {
              type(query);
              setBuilding(false);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}
