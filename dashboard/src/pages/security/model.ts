// Attack protection and second factors, as the API has them.
import { z } from 'zod';

const text = z.string();
const texts = z.array(text).catch([]);

export const BruteForce = z.looseObject({
  enabled: z.boolean(),
  shields: texts,
  allowlist: texts,
  mode: text.catch('count_per_identifier_and_ip'),
  max_attempts: z.number().catch(10),
});
export type BruteForce = z.infer<typeof BruteForce>;

const Stage = z.looseObject({ max_attempts: z.number(), rate: z.number() });
export const SuspiciousIps = z.looseObject({
  enabled: z.boolean(),
  shields: texts,
  allowlist: texts,
  stage: z.looseObject({ 'pre-login': Stage, 'pre-user-registration': Stage }),
});
export type SuspiciousIps = z.infer<typeof SuspiciousIps>;

const Shielded = z.looseObject({ shields: texts });
export const Breached = z.looseObject({
  enabled: z.boolean(),
  shields: texts,
  admin_notification_frequency: texts,
  method: text.catch('standard'),
  stage: z.looseObject({ 'pre-user-registration': Shielded, 'pre-change-password': Shielded }),
});
export type Breached = z.infer<typeof Breached>;

export const Factors = z.array(z.looseObject({ name: text, enabled: z.boolean() }));
export type Factors = z.infer<typeof Factors>;
export const Policies = z.array(text);

/** When a second factor is asked for. */
export type Policy = 'never' | 'adaptive' | 'always';

export function policyOf(policies: readonly string[]): Policy {
  if (policies.includes('all-applications')) return 'always';
  return policies.includes('confidence-score') ? 'adaptive' : 'never';
}

export function policiesFor(policy: Policy): string[] {
  return { never: [], adaptive: ['confidence-score'], always: ['all-applications'] }[policy];
}

/** How often an address gets another attempt, in words, from milliseconds. */
export function every(rate: number): string {
  if (!(rate > 0)) return '';
  const day = 86_400_000 / rate;
  if (day < 1.5) return 'one more a day';
  if (day < 48) return `${Math.round(day)} more a day`;
  const hour = day / 24;
  return hour < 120 ? `${Math.round(hour)} more an hour` : `${Math.round(hour / 60)} more a minute`;
}

/** What is wrong with an address or a network; null where nothing is. */
export function addressProblem(line: string): string | null {
  const [address = '', length, ...rest] = line.split('/');
  const isV4 =
    /^(\d{1,3}\.){3}\d{1,3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
  const isV6 = /^[0-9a-f:.]+$/i.test(address) && address.includes(':');
  const bits = length === undefined ? 0 : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  const fits = bits <= (isV4 ? 32 : 128);
  return rest.length === 0 && (isV4 || isV6) && fits
    ? null
    : `${line} is no address and no network. Write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.`;
}
