import { Group, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '~/parts/Page';
import { TextLink } from '~/parts/TextLink';
import { useTyped } from '~/parts/useTyped';
import { LogTable } from './LogTable';

const route = getRouteApi('/logs');

const KINDS: Record<string, { label: string; q: string }> = {
  refused: { label: 'Refusals', q: 'type:f*' },
  logins: { label: 'Log-ins', q: '(type:s OR type:f OR type:fp OR type:fu)' },
  tokens: {
    label: 'Tokens',
    q: '(type:seacft OR type:feacft OR type:seccft OR type:feccft OR type:sertft OR type:fertft)',
  },
  changes: { label: 'Changes', q: 'type:sapi' },
};

export function Monitoring() {
  const { q = '', kind, page = 0, passed = [] } = route.useSearch();
  const navigate = route.useNavigate();
  const [live, setLive] = useState(false);
  const [typed, type] = useTyped(
    q,
    (text) =>
      void navigate({ search: (known) => ({ q: text || undefined, kind: known.kind }), replace: true }),
  );
  const [asked] = useDebouncedValue(typed, 400);
  const parts = [kind ? KINDS[kind]?.q : undefined, asked.trim() || undefined].filter(Boolean);
  return (
    <Page
      title="Logs"
      says={
        <>
          What happened, and for each refusal what decided it. Search with fields and words:{' '}
          <code>client_id:abc AND type:f*</code>. <TextLink to="/activity">Activity</TextLink> shows how much
          of it there was.
        </>
      }
    >
      <Group gap="sm" role="search">
        <TextInput
          aria-label="Search the log"
          placeholder="user_name:ann@example.com"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          flex="1 1 260px"
          spellCheck={false}
        />
        <Select
          aria-label="Kind"
          placeholder="Everything"
          clearable
          data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
          value={kind ?? null}
          onChange={(next) =>
            void navigate({ search: (known) => ({ q: known.q, kind: next ?? undefined }), replace: true })
          }
          w={260}
        />
        <Switch label="Live" checked={live} onChange={(event) => setLive(event.currentTarget.checked)} />
      </Group>
      <LogTable
        q={parts.join(' AND ')}
        live={live}
        at={{ page, passed }}
        move={(next) =>
          void navigate({
            search: (known) => ({
              ...known,
              page: next.page || undefined,
              passed: next.page > 0 && next.passed.length > 0 ? [...next.passed] : undefined,
            }),
          })
        }
      />
    </Page>
  );
}
