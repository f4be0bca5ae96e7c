import { Box, Radio, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, tell } from '~/api/client';
import { Waiting } from '~/parts/Detail';
import { Group, Groups } from '~/parts/Form';
import { Failure, Note, Tag } from '~/parts/Note';
import { notify, notifyOf } from '~/parts/notices';
import { Requests } from '~/parts/ShowRequest';
import { Things } from '~/parts/Things';
import { useSession } from '~/session';
import { FACTORS } from './factors';
import { type Factors, Policies, type Policy, policiesFor, policyOf } from './model';
import { readFactors, readPolicies } from './queries';

const POLICIES: readonly { value: Policy; label: string; says: string }[] = [
  {
    value: 'never',
    label: 'Only where it is asked for',
    says: 'By an application, with acr_values, or by an organization.',
  },
  {
    value: 'adaptive',
    label: 'In browsers that somebody hasn’t used before',
    says: 'Whoever has a factor is asked for it where they are new.',
  },
  {
    value: 'always',
    label: 'At every log-in',
    says: 'Whoever has no factor sets one up first. A browser can be remembered for thirty days.',
  },
];

export default function SecondFactors() {
  const factors = useQuery(readFactors);
  const policies = useQuery(readPolicies);
  const problem = factors.error ?? policies.error;
  if (problem) return <Failure error={problem} />;
  if (!factors.data || !policies.data) return <Waiting />;
  const offered = factors.data.some(
    (one) => one.enabled && FACTORS[one.name]?.works && one.name !== 'recovery-code',
  );
  const policy = policyOf(policies.data);
  return (
    <Stack gap="lg">
      {policy !== 'never' && !offered && (
        <Note tone="warn" title="Nobody is asked">
          A second factor is asked for and none is offered: switch one on below.
        </Note>
      )}
      <When policy={policy} />
      <Offered factors={factors.data} />
    </Stack>
  );
}

function When({ policy }: { policy: Policy }) {
  const session = useSession();
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (next: Policy) =>
      ask(Policies, api.PUT('/guardian/policies', { body: policiesFor(next) as never })),
    onSuccess: (saved, next) => {
      queries.setQueryData(readPolicies.queryKey, saved);
      notify(
        next === 'never'
          ? 'It is asked for only where something asks for it.'
          : 'It is asked for from the next log-in on.',
        () => set.mutate(policy),
      );
    },
    onError: notifyOf,
  });
  return (
    <Groups>
      <Group
        title="When it is asked for"
        says="It counts from the next log-in on. Sessions that have begun go on."
      >
        <Radio.Group
          aria-label="When a second factor is asked for"
          value={set.isPending ? set.variables : policy}
          onChange={(next) => set.mutate(next as Policy)}
        >
          <Stack gap="sm">
            {POLICIES.map((one) => (
              <Radio
                key={one.value}
                value={one.value}
                label={one.label}
                description={one.says}
                disabled={!session.may('update:mfa_policies') || set.isPending}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <Requests request={{ method: 'PUT', path: '/guardian/policies', body: policiesFor(policy) }} />
        </div>
      </Group>
    </Groups>
  );
}

function Offered({ factors }: { factors: Factors }) {
  const session = useSession();
  const queries = useQueryClient();
  const key = readFactors.queryKey;
  const change = useMutation({
    mutationFn: ({ name, enabled }: { name: string; enabled: boolean }) =>
      tell(
        api.PUT('/guardian/factors/{name}', { params: { path: { name: name as never } }, body: { enabled } }),
      ),
    // Shown at once, and taken back where it failed.
    onMutate: ({ name, enabled }) => {
      const before = queries.getQueryData<Factors>(key);
      queries.setQueryData(
        key,
        before?.map((one) => (one.name === name ? { ...one, enabled } : one)),
      );
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(key, context?.before);
      notifyOf(error);
    },
    onSuccess: (_, { name, enabled }) => {
      const label = FACTORS[name]?.label ?? name;
      notify(enabled ? `${label}: people can set it up.` : `${label}: nobody is asked for it.`, () =>
        change.mutate({ name, enabled: !enabled }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <Things
      label="Second factors"
      rows={factors}
      id={(one) => one.name}
      columns={[
        {
          title: 'Factor',
          cell: (one) => (
            <>
              <Text fw={500}>{FACTORS[one.name]?.label ?? one.name}</Text>
              <Text fz={13} c="dimmed" className="measure">
                {FACTORS[one.name]?.says}
              </Text>
              {!FACTORS[one.name]?.works && (
                <Box hiddenFrom="md" mt={4}>
                  <Tag tone="warn">Stored, not in force yet</Tag>
                </Box>
              )}
            </>
          ),
        },
        {
          title: 'State',
          wide: true,
          width: 210,
          cell: (one) =>
            FACTORS[one.name]?.works ? (
              one.enabled ? (
                <Tag tone="good">Offered</Tag>
              ) : (
                <Tag>Not offered</Tag>
              )
            ) : (
              <Tag tone="warn">Stored, not in force yet</Tag>
            ),
        },
        {
          title: 'On',
          width: 80,
          cell: (one) => (
            <Switch
              aria-label={`Offer ${FACTORS[one.name]?.label ?? one.name}`}
              checked={one.enabled}
              onChange={(event) => change.mutate({ name: one.name, enabled: event.currentTarget.checked })}
              disabled={!session.may('update:guardian_factors')}
            />
          ),
        },
      ]}
      empty={null}
    />
  );
}
