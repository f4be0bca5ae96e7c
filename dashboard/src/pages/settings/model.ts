// The tenant's settings, as the pages show them and as the API takes them.
import { z } from 'zod';

const text = z.string();
const texts = z.array(text).catch([]);

export const Settings = z.looseObject({
  friendly_name: text.nullish(),
  picture_url: text.nullish(),
  support_email: text.nullish(),
  support_url: text.nullish(),
  default_audience: text.nullish(),
  default_directory: text.nullish(),
  default_redirection_uri: text.nullish(),
  allowed_logout_urls: texts,
  enabled_locales: texts,
  session_lifetime: z.number().nullish(),
  idle_session_lifetime: z.number().nullish(),
  ephemeral_session_lifetime: z.number().nullish(),
  idle_ephemeral_session_lifetime: z.number().nullish(),
  session_cookie: z.looseObject({ mode: text.nullish() }).nullish(),
  oidc_logout: z.looseObject({ rp_logout_end_session_endpoint_discovery: z.boolean().nullish() }).nullish(),
  flags: z.record(text, z.boolean()).catch({}),
  pushed_authorization_requests_supported: z.boolean().nullish(),
  authorization_response_iss_parameter_supported: z.boolean().nullish(),
  client_id_metadata_document_supported: z.boolean().nullish(),
  dynamic_client_registration_security_mode: text.nullish(),
  allow_organization_name_in_authentication_api: z.boolean().nullish(),
});
export type Settings = z.infer<typeof Settings>;

/** The languages in which the hosted pages are written. */
export const LANGUAGES: Record<string, string> = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  ja: 'Japanese',
  ar: 'Arabic',
};

/** Hours in words: a session of 168 hours lasts a week. */
export function hours(count: number): string {
  const days = count / 24;
  if (count <= 0 || !Number.isFinite(count)) return '';
  const shown = (value: number, unit: string) =>
    `${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}${value === 1 ? '' : 's'}`;
  return days >= 2 ? shown(days, 'day') : shown(count, 'hour');
}

/** What is wrong with the lifetimes; null where nothing is. */
export function lifetimeProblem(most: number, idle: number): string | null {
  if (!(most > 0) || !(idle > 0)) return 'A session lasts for an hour at least.';
  if (most > 8_760 || idle > 8_760) return 'A session lasts for a year at most.';
  return idle > most ? 'A session can’t be idle for longer than it lasts.' : null;
}
