import { Checkbox, NumberInput, Select, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Loaded } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { Group, Groups, Lines } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Note } from '~/parts/Note';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { Blocked } from './Blocked';
import { addressProblem, Breached, BruteForce, every, SuspiciousIps } from './model';
import { readBreached, readBruteForce, readSuspiciousIps } from './queries';

export default function Attacks() {
  const session = useSession();
  return (
    <Stack gap="lg">
      {!session.may('update:attack_protection') && <Note>Your roles let you look, and not change.</Note>}
      <Loaded query={useQuery(readBruteForce)}>{(value) => <BruteForceForm value={value} />}</Loaded>
      <Loaded query={useQuery(readSuspiciousIps)}>{(value) => <SuspiciousIpsForm value={value} />}</Loaded>
      <Loaded query={useQuery(readBreached)}>{(value) => <BreachedForm value={value} />}</Loaded>
      <Blocked />
    </Stack>
  );
}

const BLOCK = { value: 'block', label: 'Block' };
const TELL_USER = { value: 'user_notification', label: 'Tell the person by mail, with a link that lifts it' };

/** What happens when a limit is reached. */
function Shields({
  label = 'What happens then',
  value,
  set,
  options,
  disabled,
}: {
  label?: string;
  value: readonly string[];
  set: (next: string[]) => void;
  options: readonly { value: string; label: string }[];
  disabled: boolean;
}) {
  return (
    <Checkbox.Group label={label} value={[...value]} onChange={set}>
      <Stack gap={6} mt={6}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value} label={option.label} disabled={disabled} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function BruteForceForm({ value: known }: { value: BruteForce }) {
  const disabled = !useSession().may('update:attack_protection');
  const { enabled, shields, allowlist, mode, max_attempts } = known;
  const draft = useDraft({ enabled, shields, allowlist, mode, max_attempts });
  const { value, set } = draft;
  const { number, flag } = fieldsOf(draft);
  const off = disabled || !value.enabled;
  return (
    <Saved
      at={readBruteForce.queryKey}
      draft={draft}
      send={(body) =>
        ask(BruteForce, api.PATCH('/attack-protection/brute-force-protection', { body: body as never }))
      }
      request={{ method: 'PATCH', path: '/attack-protection/brute-force-protection' }}
      problem={value.allowlist.map(addressProblem).find(Boolean) ?? null}
    >
      <Groups>
        <Group
          title="Guessed passwords"
          says="Counts the wrong passwords for one account. A right one starts the count again."
        >
          <Switch label="Protect accounts" {...flag('enabled')} disabled={disabled} />
          <NumberInput
            label="Wrong passwords in a row"
            {...number('max_attempts')}
            min={1}
            max={100}
            disabled={off}
            maw={360}
          />
          <Select
            label="Counted"
            description="From each address: strangers can’t lock somebody out. From everywhere: a guesser with many addresses is stopped as well."
            data={[
              { value: 'count_per_identifier_and_ip', label: 'for each account and address' },
              { value: 'count_per_identifier', label: 'for each account, from everywhere' },
            ]}
            value={value.mode}
            onChange={(next) => set('mode', next ?? 'count_per_identifier_and_ip')}
            disabled={off}
            maw={360}
          />
          <Shields
            value={value.shields}
            set={(next) => set('shields', next)}
            options={[BLOCK, TELL_USER]}
            disabled={off}
          />
          <Lines
            label="Addresses that are never counted"
            placeholder="192.0.2.0/24"
            value={value.allowlist}
            onChange={(next) => set('allowlist', next)}
            check={addressProblem}
            disabled={off}
          />
        </Group>
      </Groups>
    </Saved>
  );
}

function SuspiciousIpsForm({ value: known }: { value: SuspiciousIps }) {
  const disabled = !useSession().may('update:attack_protection');
  const { enabled, shields, allowlist, stage } = known;
  const draft = useDraft({ enabled, shields, allowlist, stage });
  const { value, set } = draft;
  const { flag } = fieldsOf(draft);
  const off = disabled || !value.enabled;
  const stages = [
    { name: 'pre-login', label: 'Failed log-ins', most: 2_500, slowest: 34_560 },
    { name: 'pre-user-registration', label: 'Sign-ups', most: 72_000, slowest: 1_200 },
  ] as const;
  return (
    <Saved
      at={readSuspiciousIps.queryKey}
      draft={draft}
      send={(body) =>
        ask(SuspiciousIps, api.PATCH('/attack-protection/suspicious-ip-throttling', { body: body as never }))
      }
      request={{ method: 'PATCH', path: '/attack-protection/suspicious-ip-throttling' }}
      problem={value.allowlist.map(addressProblem).find(Boolean) ?? null}
    >
      <Groups>
        <Group
          title="Addresses that try many accounts"
          says="Counts what comes from one address, whichever accounts it is about. Each address has a stock of attempts, which fills up again over time."
        >
          <Switch label="Throttle addresses" {...flag('enabled')} disabled={disabled} />
          {stages.map(({ name, label, most, slowest }) => (
            <Stack key={name} gap="xs">
              <NumberInput
                label={`${label} at once`}
                value={value.stage[name].max_attempts}
                onChange={(next) =>
                  set('stage', {
                    ...value.stage,
                    [name]: { ...value.stage[name], max_attempts: Number(next) },
                  })
                }
                min={1}
                max={most}
                thousandSeparator=","
                disabled={off}
                maw={360}
              />
              <NumberInput
                label="Milliseconds until there is one more"
                description={every(value.stage[name].rate)}
                value={value.stage[name].rate}
                onChange={(next) =>
                  set('stage', { ...value.stage, [name]: { ...value.stage[name], rate: Number(next) } })
                }
                min={slowest}
                max={86_400_000}
                thousandSeparator=","
                disabled={off}
                maw={360}
              />
            </Stack>
          ))}
          <Shields
            value={value.shields}
            set={(next) => set('shields', next)}
            options={[BLOCK, { value: 'admin_notification', label: 'Write it to the log' }]}
            disabled={off}
          />
          <Lines
            label="Addresses that are never throttled"
            placeholder="192.0.2.0/24"
            value={value.allowlist}
            onChange={(next) => set('allowlist', next)}
            check={addressProblem}
            disabled={off}
          />
        </Group>
      </Groups>
    </Saved>
  );
}

const TELL_ADMINISTRATORS = {
  value: 'admin_notification',
  label: 'Tell the tenant’s support address by mail',
};
const FREQUENCIES = [
  { value: 'immediately', label: 'at once, every five minutes at most' },
  { value: 'daily', label: 'once a day' },
  { value: 'weekly', label: 'once a week' },
  { value: 'monthly', label: 'once a month' },
];

function BreachedForm({ value: known }: { value: Breached }) {
  const disabled = !useSession().may('update:attack_protection');
  const { enabled, shields, admin_notification_frequency, stage } = known;
  const draft = useDraft({ enabled, shields, admin_notification_frequency, stage });
  const { value, set } = draft;
  const { flag } = fieldsOf(draft);
  const off = disabled || !value.enabled;
  const stages = [
    { name: 'pre-user-registration', label: 'When somebody signs up with one' },
    { name: 'pre-change-password', label: 'When somebody chooses one as their new password' },
  ] as const;
  const tells = [value.shields, ...stages.map(({ name }) => value.stage[name].shields)].some((named) =>
    named.includes('admin_notification'),
  );
  return (
    <Saved
      at={readBreached.queryKey}
      draft={draft}
      send={(body) =>
        ask(Breached, api.PATCH('/attack-protection/breached-password-detection', { body: body as never }))
      }
      request={{ method: 'PATCH', path: '/attack-protection/breached-password-detection' }}
    >
      <Groups>
        <Group
          title="Passwords that leaked elsewhere"
          says="Passwords that are known from break-ins at other sites are what guessers try first. They are looked up among the commonest and in the list that whoever runs this server has named. Where nothing is ticked, the log alone says so."
        >
          <Switch label="Look passwords up" {...flag('enabled')} disabled={disabled} />
          <Shields
            label="When somebody logs in with one"
            value={value.shields}
            set={(next) => set('shields', next)}
            options={[
              { value: 'block', label: 'Block until the password is changed' },
              { value: 'user_notification', label: 'Tell the person by mail, with a link to a new one' },
              TELL_ADMINISTRATORS,
            ]}
            disabled={off}
          />
          {stages.map(({ name, label }) => (
            <Shields
              key={name}
              label={label}
              value={value.stage[name].shields}
              set={(next) =>
                set('stage', { ...value.stage, [name]: { ...value.stage[name], shields: next } })
              }
              options={[{ value: 'block', label: 'Ask for another' }, TELL_ADMINISTRATORS]}
              disabled={off}
            />
          ))}
          <Select
            label="The support address is told"
            data={FREQUENCIES}
            value={value.admin_notification_frequency[0] ?? 'daily'}
            onChange={(next) => set('admin_notification_frequency', next ? [next] : [])}
            disabled={off || !tells}
            maw={360}
          />
        </Group>
      </Groups>
    </Saved>
  );
}
