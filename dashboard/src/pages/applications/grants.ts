// "What may this application do?": each grant, whether it works, and why. The words for rules that the token endpoint
// and the authorization endpoint enforce.
import type { Client } from '~/api/shapes';
import { authenticationOf, isPublic, ownershipOf } from './model';

export interface Verdict {
  grant: string;
  label: string;
  allowed: boolean;
  /** What it means for this application, or what stands in its way. */
  reason: string;
}

interface Grant {
  name: string;
  label: string;
  judge: (client: Client) => string | null;
  means: (client: Client) => string;
}

/** What keeps every application of this kind from a grant; null where nothing does. */
function needsAuthentication(client: Client): string | null {
  return isPublic(client)
    ? 'A public application can’t prove who it is, so nothing is given to it in its own name. Make it confidential under Credentials, if it runs where a secret is safe.'
    : null;
}

function notForStrict(client: Client): string | null {
  return ownershipOf(client) === 'strict'
    ? 'Strict third parties may use the code flow, refresh tokens and client credentials only. The mode was chosen at creation and can’t change.'
    : null;
}

function notForThird(client: Client): string | null {
  return ownershipOf(client) === 'first'
    ? null
    : 'People’s passwords are for your own applications only: this one belongs to somebody else.';
}

export const GRANTS: readonly Grant[] = [
  {
    name: 'authorization_code',
    label: 'Log people in (authorization code)',
    judge: () => null,
    means: (client) => {
      const asked =
        ownershipOf(client) === 'first' ? '' : ' People are asked whether it may, and can take it back.';
      if (isPublic(client))
        return `It sends people to the login page and gets a code, which only it can redeem: PKCE is required.${asked}`;
      return `It sends people to the login page and redeems the code with its credentials.${asked}`;
    },
  },
  {
    name: 'refresh_token',
    label: 'Stay logged in (refresh token)',
    judge: () => null,
    means: (client) => {
      const settings = client.refresh_token;
      const ends = settings?.expiration_type === 'expiring' ? 'they expire' : 'they never expire';
      if (settings?.rotation_type === 'rotating')
        return `It may ask for offline_access. Each token works once, ${ends}, and a second use ends them all.`;
      const advice = isPublic(client)
        ? ' Turn rotation on: a public application can’t protect a token that works for ever.'
        : '';
      return `It may ask for offline_access. A token works again and again; ${ends}.${advice}`;
    },
  },
  {
    name: 'client_credentials',
    label: 'Act for itself (client credentials)',
    judge: needsAuthentication,
    means: (client) =>
      `It gets tokens in its own name, for the APIs under API access and no others.${
        client.is_first_party ? '' : ' The Management API is never one of them.'
      }`,
  },
  {
    name: 'implicit',
    label: 'Tokens in the address (implicit)',
    judge: notForStrict,
    means: () =>
      'Tokens come back in the address of the callback, where histories and logs can see them. New applications don’t need it.',
  },
  {
    name: 'password',
    label: 'Take passwords itself (password)',
    judge: (client) => notForThird(client),
    means: (client) =>
      isPublic(client)
        ? 'It asks people for their password itself, and no secret protects the endpoint from guesses. Use the login page instead, if you can.'
        : 'It asks people for their password itself: no single sign-on and no passkeys. Use the login page instead, if you can.',
  },
  {
    name: 'http://auth0.com/oauth/grant-type/password-realm',
    label: 'Take passwords itself, for a named connection (password-realm)',
    judge: (client) => notForStrict(client) ?? notForThird(client),
    means: () => 'As with passwords, for the connection that the request names.',
  },
  {
    name: 'urn:ietf:params:oauth:grant-type:device_code',
    label: 'Log in on another device (device code)',
    judge: notForStrict,
    means: () => 'For screens without a keyboard: it shows a code, and people log in on their phone.',
  },
  {
    name: 'http://auth0.com/oauth/grant-type/mfa-otp',
    label: 'Take a second factor itself (MFA one-time password)',
    judge: (client) => notForStrict(client) ?? notForThird(client),
    means: () => 'After a password, it may ask for the code of an authenticator app itself.',
  },
  {
    name: 'http://auth0.com/oauth/grant-type/mfa-oob',
    label: 'Take a second factor itself (MFA out of band)',
    judge: (client) => notForStrict(client) ?? notForThird(client),
    means: () => 'After a password, it may have a code sent and ask for it itself.',
  },
  {
    name: 'http://auth0.com/oauth/grant-type/mfa-recovery-code',
    label: 'Take a recovery code itself (MFA recovery code)',
    judge: (client) => notForStrict(client) ?? notForThird(client),
    means: () => 'After a password, it may take a recovery code in place of a second factor.',
  },
];

/** Each grant, and what becomes of it for this application. */
export function verdicts(client: Client): Verdict[] {
  return GRANTS.map(({ name, label, judge, means }) => {
    const barrier = judge(client);
    if (barrier !== null) return { grant: name, label, allowed: false, reason: barrier };
    if (!client.grant_types.includes(name)) {
      return {
        grant: name,
        label,
        allowed: false,
        reason: 'Not switched on. Settings → Grants switches it on.',
      };
    }
    return { grant: name, label, allowed: true, reason: means(client) };
  });
}

/** What the application is, in two or three sentences. */
export function explanation(client: Client): string {
  const authentication = authenticationOf(client);
  const how = {
    none: 'It is public: it runs where its users can look inside, so it holds no secret and proves each log-in with PKCE.',
    secret: 'It is confidential: it proves itself with a secret, which only its server knows.',
    private_key_jwt: 'It is confidential: it proves itself with a private key that never leaves it.',
    mutual_tls: 'It is confidential: it proves itself with a TLS certificate.',
  }[authentication];
  const whose = {
    first: 'It is yours (first party), so people aren’t asked for consent where the API allows that.',
    strict:
      'It belongs to somebody else (third party, strict): people are asked before it gets anything, it needs a client grant for every API, and only its exact callbacks work.',
    permissive:
      'It belongs to somebody else (third party, permissive): people are asked before it gets anything; otherwise it is treated much like your own.',
  }[ownershipOf(client)];
  return `${how} ${whose}`;
}

/** How its ID tokens are signed, whatever is written down. */
export function signature(client: Client): { algorithm: string; note: string | null } {
  const stored = client.jwt_configuration?.alg ?? 'HS256';
  const cannot =
    isPublic(client) || authenticationOf(client) !== 'secret' || ownershipOf(client) === 'strict';
  if (stored === 'HS256' && cannot) {
    const why = isPublic(client)
      ? 'A public application has no secret to verify it with.'
      : 'Only a first-party application with a secret can verify it.';
    return { algorithm: 'RS256', note: `HS256 is written down, and RS256 is used. ${why}` };
  }
  return { algorithm: stored, note: null };
}
