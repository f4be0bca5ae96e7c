// The types of log entries in words, and whether they are good news.
import type { LogEntry } from '~/api/shapes';
import type { Tone } from '~/parts/Note';

const WORDS: Record<string, string> = {
  s: 'Logged in',
  ssa: 'Logged in silently',
  fsa: 'Silent log-in refused',
  f: 'Log-in failed',
  fp: 'Wrong password',
  fu: 'Unknown user',
  fcoa: 'Log-in failed (cross origin)',
  ss: 'Signed up',
  fs: 'Sign-up failed',
  slo: 'Logged out',
  flo: 'Log-out failed',
  seacft: 'Code exchanged for tokens',
  feacft: 'Code exchange refused',
  seccft: 'Token for the application itself',
  feccft: 'Client credentials refused',
  sertft: 'Refresh token exchanged',
  fertft: 'Refresh refused',
  ferrt: 'Refresh token used twice',
  sepft: 'Password exchanged for tokens',
  fepft: 'Password exchange refused',
  sapi: 'Management API: changed',
  mgmt_api_read: 'Management API: secret read',
  fapi: 'Management API: refused',
  sdu: 'User deleted',
  fdu: 'User could not be deleted',
  scp: 'Password changed',
  fcp: 'Password could not be changed',
  scpr: 'Password reset asked for',
  fcpr: 'Password reset refused',
  sv: 'Address verified',
  fv: 'Address not verified',
  svr: 'Verification sent',
  fvr: 'Verification not sent',
  limit_wc: 'Account blocked: too many wrong passwords',
  limit_mu: 'Address blocked: too many attempts',
  limit_sul: 'Account blocked',
  gd_enrollment_complete: 'Second factor set up',
  gd_auth_succeed: 'Second factor proved',
  gd_auth_failed: 'Second factor refused',
  gd_auth_rejected: 'Second factor rejected',
  gd_start_auth: 'Second factor asked for',
  gd_start_enroll: 'Second factor being set up',
  gd_recovery_succeed: 'Recovery code used',
  gd_recovery_failed: 'Recovery code refused',
  gd_unenroll: 'Second factor removed',
  gd_user_delete: 'Second factors deleted',
  signup_pwd_leak: 'Leaked password at sign-up',
  pwd_leak: 'Leaked password',
  reset_pwd_leak: 'Leaked password as a new one',
  w: 'Warning',
  api_limit: 'Rate limit reached',
  depnote: 'Deprecated feature used',
  srrt: 'Refresh token revoked',
  fi: 'Invitation not accepted',
  si: 'Invitation accepted',
};

/** An entry's type, for people. */
export function words(type: string): string {
  return WORDS[type] ?? type;
}

/** Whether an entry is about something that failed. */
export function tone(entry: Pick<LogEntry, 'type'>): Tone {
  const { type } = entry;
  if (/^(f|fu|fp)$|^f[a-z]{2,}$|_failed$|_rejected$|pwd_leak$/.test(type)) return 'bad';
  if (/^limit_|^w$|^api_limit|^depnote$/.test(type)) return 'warn';
  return 'good';
}

/** A refusal, as far as its entry explains it. */
export interface Refusal {
  /** What decided: more than the caller was told. */
  why?: string;
  /** What the caller was told. */
  told?: string;
  /** What was asked for, at the Management API. */
  asked?: string;
}

/** What is known where the entry's details say nothing. */
const KNOWN: Record<string, string> = {
  fu: 'No account of this connection has that e-mail address, username or telephone number.',
  fp: 'The account exists and its password is another.',
  ferrt:
    'A refresh token that was replaced came again after the leeway: it may have been stolen, so its whole family was ended.',
  flo: 'People are sent only to addresses that are registered for log-out.',
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** What lies behind a refusal, as the server explains one entry. */
export interface Explanation {
  /** What decided. */
  rule: string;
  /** Where that can be changed; empty where it can't. */
  setting: string;
  remedy: string;
}

/** The explanation that came with an entry that was read by its id. */
export function explanationOf(entry: LogEntry): Explanation | null {
  const explanation = memberOf(entry.details, 'explanation');
  const text = (name: string) => textOf(memberOf(explanation, name)) ?? '';
  const rule = text('rule');
  return rule === '' ? null : { rule, setting: text('setting'), remedy: text('remedy') };
}

/** Why something was refused; null where nothing was. */
export function refusalOf(entry: LogEntry): Refusal | null {
  if (tone(entry) !== 'bad') return null;
  const { details } = entry;
  const error = memberOf(details, 'error');
  const response = memberOf(details, 'response');
  const request = memberOf(details, 'request');
  const body = memberOf(response, 'body');
  const parts = (...texts: (string | undefined)[]) => texts.filter(Boolean).join(': ') || undefined;
  const told =
    parts(textOf(memberOf(error, 'oauthError')), textOf(memberOf(error, 'message'))) ??
    parts(
      memberOf(response, 'statusCode') === undefined ? undefined : String(memberOf(response, 'statusCode')),
      textOf(memberOf(body, 'errorCode')),
      textOf(memberOf(body, 'message')),
    );
  const asked = [textOf(memberOf(request, 'method'))?.toUpperCase(), textOf(memberOf(request, 'path'))]
    .filter(Boolean)
    .join(' ');
  const why = textOf(memberOf(details, 'why')) ?? KNOWN[entry.type] ?? textOf(entry.description);
  const refusal: Refusal = {
    ...(why ? { why } : {}),
    ...(told && told !== why ? { told } : {}),
    ...(asked ? { asked } : {}),
  };
  return Object.keys(refusal).length > 0 ? refusal : null;
}

export function correlationOf(entry: LogEntry): string | null {
  const id = (entry as Record<string, unknown>).correlation_id ?? entry.details?.correlation_id;
  return typeof id === 'string' && id !== '' ? id : null;
}
