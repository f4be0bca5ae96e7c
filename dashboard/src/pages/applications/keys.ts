// The public keys with which an application proves itself, and how it says which of its ways it uses.
import { z } from 'zod';
import type { Client } from '~/api/shapes';
import type { Document } from '~/parts/draft';
import { authenticationOf } from './model';

export const Key = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  credential_type: z.string().optional(),
  created_at: z.string().optional(),
  expires_at: z.string().nullish(),
});
export type Key = z.infer<typeof Key>;

const Methods = z.looseObject({
  private_key_jwt: z.looseObject({ credentials: z.array(z.looseObject({ id: z.string() })) }).optional(),
});

/** The ids of the keys that an application signs with. */
export function keysInUse(client: Pick<Client, 'client_authentication_methods'>): string[] {
  const methods = Methods.safeParse(client.client_authentication_methods ?? {});
  return methods.data?.private_key_jwt?.credentials.map((credential) => credential.id) ?? [];
}

/** What says that an application signs with these keys. */
export function signingWith(ids: readonly string[]): Document {
  return { client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } } };
}

/** The way in which an application proves itself, as a form chooses it. */
export function methodOf(client: Client): string {
  const authentication = authenticationOf(client);
  if (authentication === 'private_key_jwt' || authentication === 'mutual_tls') return authentication;
  return client.token_endpoint_auth_method ?? 'client_secret_post';
}

/** What changes an application to another way: the two members that say it exclude each other. */
export function changeTo(method: string, client: Client, keys: readonly Key[]): Document {
  if (method !== 'private_key_jwt') {
    const had = client.client_authentication_methods ? { client_authentication_methods: null } : {};
    return { token_endpoint_auth_method: method, ...had };
  }
  const ids = keys.filter((key) => key.credential_type === 'public_key').map((key) => key.id);
  // Its ID tokens can't be signed with a secret that it has no more.
  const isSigned = (client.jwt_configuration?.alg ?? 'HS256') !== 'HS256';
  return {
    token_endpoint_auth_method: null,
    ...signingWith(ids),
    ...(isSigned ? {} : { jwt_configuration: { ...client.jwt_configuration, alg: 'RS256' } }),
  };
}

/** What is wrong with a key that was pasted; null where nothing is. */
export function pemProblem(text: string): string | null {
  if (text.trim() === '') return null;
  if (text.includes('PRIVATE KEY'))
    return 'This is the private key, which never leaves the application. Paste the public one: openssl pkey -in private.pem -pubout';
  return /-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\s\S]+-----END \1-----/.test(text)
    ? null
    : 'A key begins with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----.';
}
