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

/** What decided about a refusal, where the entry says it. */
export function whyOf(entry: LogEntry): string | null {
  const why = entry.details?.why;
  return typeof why === 'string' && why !== '' ? why : null;
}

export function correlationOf(entry: LogEntry): string | null {
  const id = (entry as Record<string, unknown>).correlation_id ?? entry.details?.correlation_id;
  return typeof id === 'string' && id !== '' ? id : null;
}
