// Users from a file and into one: jobs that go on while the page shows how far they are.
import { Button, FileInput, Group, Menu, Progress, Select, Stack, Switch, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { api, ask, post, token } from '~/api/client';
import { Dialog } from '~/parts/Dialog';
import { Failure, Note } from '~/parts/Note';
import { useSession } from '~/session';
import { listDatabases } from '../connections/queries';

const Job = z.looseObject({
  id: z.string(),
  status: z.string(),
  percentage_done: z.number().optional(),
  location: z.string().optional(),
  summary: z
    .looseObject({ failed: z.number(), updated: z.number(), inserted: z.number(), total: z.number() })
    .optional(),
});
type Job = z.infer<typeof Job>;

export function Transfer() {
  const session = useSession();
  const [opened, setOpened] = useState<'import' | 'export' | null>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} stroke={1.5} aria-hidden />}>
            Import or export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened('import')} disabled={!session.may('create:users')}>
            Import a file of users
          </Menu.Item>
          <Menu.Item onClick={() => setOpened('export')}>Export users to a file</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened === 'import' && <Import close={() => setOpened(null)} />}
      {opened === 'export' && <Export close={() => setOpened(null)} />}
    </>
  );
}

function useJob(id: string | undefined) {
  return useQuery({
    queryKey: ['jobs', id],
    queryFn: () => ask(Job, api.GET('/jobs/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    refetchInterval: (query) => (isOver(query.state.data) ? false : 700),
  });
}

const isOver = (job: Job | undefined) => job?.status === 'completed' || job?.status === 'failed';

function Bar({ job, doing }: { job: Job; doing: string }) {
  const done = job.status === 'completed' ? 100 : (job.percentage_done ?? 0);
  return (
    <Stack gap={4}>
      <Text>
        {job.status === 'completed'
          ? 'Done.'
          : job.status === 'failed'
            ? 'It failed.'
            : `${doing}: ${done} %`}
      </Text>
      <Progress value={done} aria-label={doing} animated={!isOver(job)} />
    </Stack>
  );
}

function Import({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const databases = useQuery(listDatabases);
  const [file, setFile] = useState<File | null>(null);
  const [upsert, setUpsert] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const connection = chosen ?? databases.data?.[0]?.id ?? '';
  const start = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      form.set('users', file ?? new Blob());
      form.set('connection_id', connection);
      form.set('upsert', String(upsert));
      const headers = { authorization: `Bearer ${await token()}` };
      return Job.parse(await post('/api/v2/jobs/users-imports', form, headers));
    },
  });
  const job = useJob(start.data?.id);
  const status = job.data?.status;
  useEffect(() => {
    if (status === 'completed') void queries.invalidateQueries({ queryKey: ['users', 'list'] });
  }, [status, queries]);
  const summary = job.data?.summary;
  return (
    <Dialog close={close} title="Import users">
      <Stack>
        <Text c="dimmed">
          A JSON file with a list of users in Auth0’s import format, password hashes and all. It goes on if
          you close this.
        </Text>
        <FileInput
          label="File"
          accept="application/json,.json"
          value={file}
          onChange={setFile}
          placeholder="users.json"
          clearable
        />
        <Select
          label="Database"
          data={(databases.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={connection || null}
          onChange={setChosen}
        />
        <Switch
          label="Change users who are there already"
          description="Otherwise they count as failed."
          checked={upsert}
          onChange={(event) => setUpsert(event.currentTarget.checked)}
        />
        {(start.error ?? job.error) && <Failure error={start.error ?? job.error} />}
        {job.data && <Bar job={job.data} doing="Importing" />}
        {summary && (
          <Note tone={summary.failed > 0 ? 'warn' : 'good'}>
            {summary.inserted.toLocaleString()} made, {summary.updated.toLocaleString()} changed,{' '}
            {summary.failed.toLocaleString()} failed, of {summary.total.toLocaleString()}.
          </Note>
        )}
        {summary && summary.failed > 0 && job.data && <Errors id={job.data.id} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Close
          </Button>
          <Button
            onClick={() => start.mutate()}
            loading={start.isPending || (start.isSuccess && !isOver(job.data))}
            disabled={file === null || connection === '' || start.isSuccess}
          >
            Import
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const Problem = z.looseObject({
  user: z.looseObject({ email: z.string().optional() }).optional(),
  errors: z.array(z.looseObject({ message: z.string().catch('') })).catch([]),
});

function Errors({ id }: { id: string }) {
  const errors = useQuery({
    queryKey: ['jobs', id, 'errors'],
    queryFn: () =>
      ask(z.array(Problem).catch([]), api.GET('/jobs/{id}/errors', { params: { path: { id } } })),
  });
  return (
    <Stack gap={4} mah={200} style={{ overflowY: 'auto' }}>
      {(errors.data ?? []).slice(0, 100).map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list doesn't change
        <Text key={index} fz={13}>
          <b>{problem.user?.email ?? 'Somebody'}</b>: {problem.errors.map((one) => one.message).join('; ')}
        </Text>
      ))}
    </Stack>
  );
}

function Export({ close }: { close: () => void }) {
  const [format, setFormat] = useState('json');
  const start = useMutation({
    mutationFn: () => ask(Job, api.POST('/jobs/users-exports', { body: { format } as never })),
  });
  const job = useJob(start.data?.id);
  const location = job.data?.location;
  return (
    <Dialog close={close} title="Export users">
      <Stack>
        <Text c="dimmed">
          All users, without their passwords. Large exports take a while; the link works for a minute.
        </Text>
        <Select
          label="Format"
          data={[
            { value: 'json', label: 'JSON, a user to a line' },
            { value: 'csv', label: 'CSV, for spreadsheets' },
          ]}
          value={format}
          onChange={(next) => setFormat(next ?? 'json')}
        />
        {(start.error ?? job.error) && <Failure error={start.error ?? job.error} />}
        {job.data && <Bar job={job.data} doing="Exporting" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Close
          </Button>
          {location ? (
            <Button component="a" href={location} download>
              Download
            </Button>
          ) : (
            <Button
              onClick={() => start.mutate()}
              loading={start.isPending || (start.isSuccess && !isOver(job.data))}
            >
              Export
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
