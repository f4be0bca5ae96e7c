// What the pages rely on in the answers. The rest of each answer passes through unread.
import { z } from 'zod';

// Else it tries whether programs may be made at run time, which the page's policy refuses and reports.
z.config({ jitless: true });

const text = z.string();
const texts = z.array(text).catch([]);

export const AppType = z.enum(['native', 'spa', 'regular_web', 'non_interactive']);
export type AppType = z.infer<typeof AppType>;

export const Client = z.looseObject({
  client_id: text,
  name: text.catch(''),
  description: text.optional(),
  app_type: text.optional(),
  is_first_party: z.boolean().catch(true),
  third_party_security_mode: text.optional(),
  external_client_id: text.optional(),
  token_endpoint_auth_method: text.optional(),
  client_authentication_methods: z.record(text, z.unknown()).nullish(),
  client_secret: text.optional(),
  grant_types: texts,
  callbacks: texts,
  allowed_logout_urls: texts,
  web_origins: texts,
  allowed_origins: texts,
  jwt_configuration: z
    .looseObject({ alg: text.optional(), lifetime_in_seconds: z.number().optional() })
    .optional(),
  refresh_token: z
    .looseObject({
      rotation_type: text.optional(),
      expiration_type: text.optional(),
      leeway: z.number().optional(),
      token_lifetime: z.number().optional(),
      idle_token_lifetime: z.number().optional(),
      infinite_token_lifetime: z.boolean().optional(),
      infinite_idle_token_lifetime: z.boolean().optional(),
    })
    .nullish(),
  organization_usage: text.optional(),
  organization_require_behavior: text.optional(),
  logo_uri: text.optional(),
  initiate_login_uri: text.optional(),
  global: z.boolean().optional(),
});
export type Client = z.infer<typeof Client>;

const page = { start: z.number(), limit: z.number(), total: z.number() };

export const ClientPage = z.object({ ...page, clients: z.array(Client) });

export const Connection = z.looseObject({
  id: text,
  name: text,
  display_name: text.optional(),
  strategy: text,
  enabled_clients: texts,
  is_domain_connection: z.boolean().optional(),
  options: z.record(text, z.unknown()).catch({}),
});
export type Connection = z.infer<typeof Connection>;
export const ConnectionPage = z.object({ ...page, connections: z.array(Connection) });

export const Api = z.looseObject({
  id: text,
  name: text.catch(''),
  identifier: text,
  is_system: z.boolean().catch(false),
  scopes: z.array(z.looseObject({ value: text, description: text.optional() })).catch([]),
  signing_alg: text.optional(),
  token_lifetime: z.number().optional(),
  token_lifetime_for_web: z.number().optional(),
  allow_offline_access: z.boolean().optional(),
  enforce_policies: z.boolean().optional(),
  token_dialect: text.optional(),
  skip_consent_for_verifiable_first_party_clients: z.boolean().optional(),
  subject_type_authorization: z
    .looseObject({
      user: z.looseObject({ policy: text.optional() }).optional(),
      client: z.looseObject({ policy: text.optional() }).optional(),
    })
    .optional(),
});
export type Api = z.infer<typeof Api>;
export const ApiPage = z.object({ ...page, resource_servers: z.array(Api) });

export const ClientGrant = z.looseObject({
  id: text,
  client_id: text.optional(),
  audience: text,
  scope: texts,
  subject_type: text.optional(),
  allow_all_scopes: z.boolean().optional(),
  default_for: text.optional(),
});
export type ClientGrant = z.infer<typeof ClientGrant>;
export const ClientGrantPage = z.object({ ...page, client_grants: z.array(ClientGrant) });

export const LogEntry = z.looseObject({
  log_id: text,
  date: text,
  type: text,
  description: text.nullish(),
  client_id: text.nullish(),
  client_name: text.nullish(),
  user_id: text.nullish(),
  user_name: text.nullish(),
  connection: text.nullish(),
  ip: text.nullish(),
  user_agent: text.nullish(),
  details: z.record(text, z.unknown()).nullish(),
});
export type LogEntry = z.infer<typeof LogEntry>;
export const LogPage = z.object({ ...page, logs: z.array(LogEntry) });

export const User = z.looseObject({
  user_id: text,
  email: text.optional(),
  email_verified: z.boolean().optional(),
  name: text.optional(),
  nickname: text.optional(),
  username: text.optional(),
  phone_number: text.optional(),
  blocked: z.boolean().optional(),
  created_at: text.optional(),
  updated_at: text.optional(),
  last_login: text.optional(),
  last_ip: text.optional(),
  logins_count: z.number().optional(),
  identities: z
    .array(z.looseObject({ connection: text, provider: text, user_id: z.union([text, z.number()]) }))
    .catch([]),
  user_metadata: z.record(text, z.unknown()).optional(),
  app_metadata: z.record(text, z.unknown()).optional(),
});
export type User = z.infer<typeof User>;
export const UserPage = z.object({ ...page, users: z.array(User) });

export const Role = z.looseObject({ id: text, name: text, description: text.optional() });
export type Role = z.infer<typeof Role>;
export const RolePage = z.object({ ...page, roles: z.array(Role) });

export const Permission = z.looseObject({
  permission_name: text,
  resource_server_identifier: text,
  resource_server_name: text.optional(),
  description: text.nullish(),
});
export type Permission = z.infer<typeof Permission>;
export const PermissionPage = z.object({ ...page, permissions: z.array(Permission) });

export const Consent = z.looseObject({
  id: text,
  clientID: text,
  user_id: text,
  audience: text.optional(),
  scope: texts,
});
export type Consent = z.infer<typeof Consent>;
export const ConsentPage = z.object({ ...page, grants: z.array(Consent) });
