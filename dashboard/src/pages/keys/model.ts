import { z } from 'zod';
import type { Tone } from '~/parts/Note';

const moment = z.string().nullish();
const flag = z.boolean().nullish();

export const Key = z.looseObject({
  kid: z.string(),
  cert: z.string().catch(''),
  fingerprint: z.string().catch(''),
  current: flag,
  next: flag,
  previous: flag,
  revoked: flag,
  current_since: moment,
  current_until: moment,
  revoked_at: moment,
});
export type Key = z.infer<typeof Key>;
export const Keys = z.array(Key);

export type State = 'next' | 'current' | 'previous' | 'revoked';

/** In the order in which each key passes through them. */
export const STATES: readonly { name: State; label: string; tone: Tone; says: string }[] = [
  {
    name: 'next',
    label: 'Next',
    tone: 'sea',
    says: 'Published, so that everybody knows it before it signs.',
  },
  { name: 'current', label: 'Current', tone: 'good', says: 'Signs every token.' },
  { name: 'previous', label: 'Previous', tone: 'warn', says: 'Signs nothing, and still verifies.' },
  {
    name: 'revoked',
    label: 'Revoked',
    tone: 'plain',
    says: 'No longer published. What it signed is refused.',
  },
];

export function stateOf(key: Key): State {
  if (key.revoked) return 'revoked';
  if (key.current) return 'current';
  return key.next ? 'next' : 'previous';
}

const HOUR = 3_600_000;

/** Whoever keeps the set of keys for a while hasn't seen the next one yet, where it is young. */
export function tooSoon(current: Key, now: Date): string | null {
  const since = Date.parse(current.current_since ?? '');
  if (Number.isNaN(since) || now.getTime() - since > HOUR) return null;
  return 'The keys were rotated less than an hour ago, so the next one is as young. APIs that keep the set of keys may not know it yet, and refuse what it signs until they look again.';
}
