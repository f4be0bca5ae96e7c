// What the dashboard asks for. A user gets of it what their roles give; the token says what that was.

const EVERYTHING = ['create', 'read', 'update', 'delete'] as const;

const ENTITIES: Record<string, readonly string[]> = {
  anomaly_blocks: ['read', 'delete'],
  attack_protection: ['read', 'update'],
  authentication_methods: EVERYTHING,
  branding: ['read', 'update', 'delete'],
  client_credentials: EVERYTHING,
  client_grants: EVERYTHING,
  client_keys: ['read', 'update'],
  clients: EVERYTHING,
  connections: EVERYTHING,
  scim_config: EVERYTHING,
  scim_token: ['create', 'read', 'delete'],
  device_credentials: ['read', 'delete'],
  email_provider: EVERYTHING,
  email_templates: ['create', 'read', 'update'],
  grants: ['read', 'delete'],
  guardian_enrollments: ['read', 'delete'],
  guardian_factors: ['read', 'update'],
  logs: ['read'],
  logs_users: ['read'],
  mfa_policies: ['read', 'update'],
  organization_connections: EVERYTHING,
  organization_invitations: ['create', 'read', 'delete'],
  organization_member_roles: ['create', 'read', 'delete'],
  organization_members: ['create', 'read', 'delete'],
  organizations: EVERYTHING,
  prompts: ['read', 'update'],
  refresh_tokens: ['read', 'delete'],
  resource_servers: EVERYTHING,
  role_members: ['create', 'read', 'delete'],
  roles: EVERYTHING,
  sessions: ['read', 'delete'],
  signing_keys: EVERYTHING.filter((action) => action !== 'delete'),
  stats: ['read'],
  tenant_settings: ['read', 'update'],
  user_tickets: ['create'],
  users: EVERYTHING,
  users_app_metadata: ['update'],
};

export const MANAGEMENT_SCOPES: readonly string[] = Object.entries(ENTITIES).flatMap(([entity, actions]) =>
  actions.map((action) => `${action}:${entity}`),
);

/** The scopes in an access token. Only what is shown depends on it: the server decides for itself. */
export function scopesOf(accessToken: string): ReadonlySet<string> {
  try {
    const payload = accessToken.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const scope = typeof claims === 'object' && claims !== null && 'scope' in claims ? claims.scope : '';
    return new Set(typeof scope === 'string' ? scope.split(' ').filter((name) => name.includes(':')) : []);
  } catch {
    return new Set();
  }
}
