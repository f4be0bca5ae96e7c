// A connection's options are replaced as a whole: whoever changes one sends all of them.

export type Options = Record<string, unknown>;

/** What the form shows of a database's options. */
export interface DatabaseSettings {
  signup: boolean;
  selfService: boolean;
  bruteForce: boolean;
  importMode: boolean;
  policy: string | null;
}

export function settingsOf(options: Options): DatabaseSettings {
  const policy = options.passwordPolicy;
  return {
    signup: options.disable_signup !== true,
    selfService: options.disable_self_service_change_password !== true,
    bruteForce: options.brute_force_protection !== false,
    importMode: options.import_mode === true,
    // Newer connections have options of their own for passwords, in place of a level.
    policy: 'password_options' in options ? null : typeof policy === 'string' ? policy : 'none',
  };
}

/** All options, with what the form changed. */
export function merged(options: Options, before: DatabaseSettings, after: DatabaseSettings): Options {
  const next = { ...options };
  if (before.signup !== after.signup) next.disable_signup = !after.signup;
  if (before.selfService !== after.selfService)
    next.disable_self_service_change_password = !after.selfService;
  if (before.bruteForce !== after.bruteForce) next.brute_force_protection = after.bruteForce;
  if (before.importMode !== after.importMode) next.import_mode = after.importMode;
  if (before.policy !== after.policy && after.policy !== null) next.passwordPolicy = after.policy;
  return next;
}
