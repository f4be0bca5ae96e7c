// What the dashboard knows of applications: the two axes, in words. The server decides; this only tells.
import type { AppType, Client } from '~/api/shapes';

export interface TypeOfApplication {
  label: string;
  /** One sentence for whoever has to choose. */
  sentence: string;
  examples: string;
  /** What follows from the choice. */
  follows: readonly string[];
}

export const TYPES: Record<AppType, TypeOfApplication> = {
  native: {
    label: 'Native',
    sentence: 'Runs on people’s devices: phones, desktops, command lines.',
    examples: 'iOS, Android, Electron, a CLI',
    follows: [
      'Public: everybody who has the app has what is in it, so it gets no secret and proves itself with PKCE.',
      'Its tokens are signed with RS256; a secret that isn’t one can’t sign anything.',
      'People log in with the code flow. Refresh tokens rotate, and one that was stolen ends them all.',
    ],
  },
  spa: {
    label: 'Single page',
    sentence: 'Runs in the browser and calls APIs from there.',
    examples: 'React, Angular, Vue, plain JavaScript',
    follows: [
      'Public: whatever is delivered to a browser can be read there, so it gets no secret and proves itself with PKCE.',
      'Its tokens are signed with RS256.',
      'People log in with the code flow. Refresh tokens rotate, and its origin has to be listed.',
    ],
  },
  regular_web: {
    label: 'Regular web',
    sentence: 'Runs on a server that makes the pages.',
    examples: 'Express, Next.js, Django, Rails, ASP.NET',
    follows: [
      'Confidential: it gets a secret, which stays on the server.',
      'Its tokens are signed with RS256; HS256 with the secret can be chosen later.',
      'People log in with the code flow; the server can hold refresh tokens.',
    ],
  },
  non_interactive: {
    label: 'Machine to machine',
    sentence: 'A program that acts for itself; nobody logs in.',
    examples: 'Cron jobs, services, scripts, CI',
    follows: [
      'Confidential: it gets a secret, and proves itself with it.',
      'It gets tokens with the client credentials grant only, for the APIs that you let it use.',
      'There are no users, so it needs no callback addresses.',
    ],
  },
};

export const APP_TYPES = Object.keys(TYPES) as AppType[];

const GENERIC: TypeOfApplication = {
  label: 'Generic',
  sentence: 'Nobody has said what kind of application this is.',
  examples: '',
  follows: [],
};

export function isAppType(text: string | undefined): text is AppType {
  return text !== undefined && text in TYPES;
}

export function typeOf(client: Pick<Client, 'app_type'>): TypeOfApplication {
  return isAppType(client.app_type) ? TYPES[client.app_type] : GENERIC;
}

export type Authentication = 'none' | 'secret' | 'private_key_jwt' | 'mutual_tls';

/** How an application authenticates: axis 1 follows from it. */
export function authenticationOf(
  client: Pick<Client, 'token_endpoint_auth_method' | 'client_authentication_methods'>,
): Authentication {
  const methods = client.client_authentication_methods;
  if (methods && Object.keys(methods).length > 0) {
    return 'private_key_jwt' in methods ? 'private_key_jwt' : 'mutual_tls';
  }
  // An absent method counts as confidential.
  return client.token_endpoint_auth_method === 'none' ? 'none' : 'secret';
}

export const isPublic = (client: Client): boolean => authenticationOf(client) === 'none';

export type Ownership = 'first' | 'strict' | 'permissive';

/** Who operates an application: axis 2. */
export function ownershipOf(client: Pick<Client, 'is_first_party' | 'third_party_security_mode'>): Ownership {
  if (client.is_first_party) return 'first';
  return client.third_party_security_mode === 'permissive' ? 'permissive' : 'strict';
}

export const OWNERSHIP_LABELS: Record<Ownership, string> = {
  first: 'First party',
  strict: 'Third party (strict)',
  permissive: 'Third party (permissive)',
};

/** What a new application of a type is made with. */
export function initial(type: AppType, name: string, isThirdParty: boolean): Record<string, unknown> {
  const base = { name, app_type: type, oidc_conformant: true, jwt_configuration: { alg: 'RS256' } };
  const isPublicType = type === 'native' || type === 'spa';
  const grants = {
    native: ['authorization_code', 'refresh_token'],
    spa: ['authorization_code', 'refresh_token'],
    regular_web: ['authorization_code', 'refresh_token'],
    non_interactive: ['client_credentials'],
  }[type];
  return {
    ...base,
    grant_types: grants,
    token_endpoint_auth_method: isPublicType ? 'none' : 'client_secret_post',
    ...(isPublicType
      ? {
          refresh_token: {
            rotation_type: 'rotating',
            expiration_type: 'expiring',
            leeway: 0,
            token_lifetime: 2_592_000,
            infinite_token_lifetime: false,
            idle_token_lifetime: 1_296_000,
            infinite_idle_token_lifetime: false,
          },
        }
      : {}),
    ...(isThirdParty ? { is_first_party: false } : {}),
  };
}

export interface Filter {
  search?: string | undefined;
  type?: AppType | 'none' | undefined;
  owner?: 'first' | 'third' | undefined;
  grant?: string | undefined;
}

export function matches(client: Client, filter: Filter): boolean {
  const wanted = filter.search?.trim().toLowerCase();
  if (wanted && !`${client.name}\n${client.client_id}`.toLowerCase().includes(wanted)) return false;
  if (filter.type === 'none' ? isAppType(client.app_type) : filter.type && client.app_type !== filter.type)
    return false;
  if (filter.owner && (filter.owner === 'first') !== client.is_first_party) return false;
  return !filter.grant || client.grant_types.includes(filter.grant);
}
