// The kinds of connections that people log in with at somebody else's, and what each needs to know.
import type { Options } from './options';

export interface Field {
  /** The member of the options. */
  name: string;
  label: string;
  says?: string;
  placeholder?: string;
  secret?: boolean;
  /** More than a line. */
  long?: boolean;
  url?: boolean;
  optional?: boolean;
}

export interface KindOfConnection {
  label: string;
  /** One sentence for whoever has to choose. */
  says: string;
  /** A name to begin with. */
  name: string;
  fields: readonly Field[];
  /** What is said without being asked for. */
  fixed?: Options;
  /** Where the provider makes the credentials. */
  where?: string;
}

const ID: Field = { name: 'client_id', label: 'Client ID', says: 'The provider gives it to you.' };
const SECRET: Field = { name: 'client_secret', label: 'Client secret', secret: true };
const SCOPE: Field = {
  name: 'scope',
  label: 'Scope',
  says: 'What is asked of the provider, between blanks.',
  placeholder: 'openid profile email',
  optional: true,
};

export const KINDS: Record<string, KindOfConnection> = {
  oidc: {
    label: 'OpenID Connect',
    says: 'A company’s own provider, or any other that speaks the standard.',
    name: 'company',
    fields: [
      {
        name: 'discovery_url',
        label: 'Discovery document',
        says: 'Where the provider says what it can.',
        placeholder: 'https://login.company.example/.well-known/openid-configuration',
        url: true,
      },
      ID,
      { ...SECRET, says: 'Without one, the ID token comes through the browser.', optional: true },
      SCOPE,
    ],
    fixed: { scope: 'openid profile email' },
  },
  oauth2: {
    label: 'OAuth 2',
    says: 'A provider without OpenID Connect: tokens open its profile.',
    name: 'provider',
    fields: [
      {
        name: 'authorizationURL',
        label: 'Where people log in',
        placeholder: 'https://provider.example/oauth/authorize',
        url: true,
      },
      {
        name: 'tokenURL',
        label: 'Where a code becomes a token',
        placeholder: 'https://provider.example/oauth/token',
        url: true,
      },
      {
        name: 'userinfo_endpoint',
        label: 'Where the profile is',
        says: 'JSON with user_id, sub or id. Scripts that fetch a profile are not run.',
        placeholder: 'https://provider.example/me',
        url: true,
      },
      ID,
      SECRET,
      { ...SCOPE, placeholder: 'profile' },
    ],
    fixed: { pkce_enabled: true },
  },
  'google-oauth2': {
    label: 'Google',
    says: 'Everybody with an account at Google.',
    name: 'google-oauth2',
    fields: [ID, SECRET],
    where: 'Google Cloud, APIs and services, Credentials',
  },
  windowslive: {
    label: 'Microsoft',
    says: 'Everybody with an account at Microsoft, personal ones too.',
    name: 'windowslive',
    fields: [ID, SECRET],
    where: 'Microsoft Entra, App registrations',
  },
  waad: {
    label: 'Microsoft Entra ID',
    says: 'The people of one company’s directory.',
    name: 'company-entra',
    fields: [
      {
        name: 'tenant_domain',
        label: 'Directory',
        says: 'Its domain or id.',
        placeholder: 'company.example',
      },
      ID,
      SECRET,
    ],
    where: 'Microsoft Entra, App registrations',
  },
  okta: {
    label: 'Okta',
    says: 'The people of a company that uses Okta.',
    name: 'company-okta',
    fields: [{ name: 'domain', label: 'Domain', placeholder: 'company.okta.com' }, ID, SECRET],
    where: 'Okta, Applications',
  },
  github: {
    label: 'GitHub',
    says: 'Everybody with an account at GitHub.',
    name: 'github',
    fields: [ID, SECRET],
    where: 'GitHub, Settings, Developer settings, OAuth apps',
  },
  apple: {
    label: 'Apple',
    says: 'Everybody with an Apple account.',
    name: 'apple',
    fields: [
      { ...ID, label: 'Services ID' },
      { name: 'team_id', label: 'Team ID' },
      { name: 'kid', label: 'Key ID' },
      { name: 'app_secret', label: 'Private key (.p8)', secret: true, long: true },
    ],
    where: 'Apple Developer, Identifiers and Keys',
  },
  facebook: {
    label: 'Facebook',
    says: 'Everybody with an account at Facebook.',
    name: 'facebook',
    fields: [
      { ...ID, label: 'App ID' },
      { ...SECRET, label: 'App secret' },
    ],
    where: 'Meta for Developers',
  },
  linkedin: {
    label: 'LinkedIn',
    says: 'Everybody with an account at LinkedIn.',
    name: 'linkedin',
    fields: [ID, SECRET],
    where: 'LinkedIn Developers',
  },
};

/** The kind of a connection, for people. */
export function kindOf(strategy: string): string {
  return strategy === 'auth0' ? 'Database' : (KINDS[strategy]?.label ?? strategy);
}

export type Typed = Readonly<Record<string, string>>;

/** What a form shows of the options. */
export function typedOf(kind: KindOfConnection, options: Options): Typed {
  const shown = kind.fields.map(({ name }) => {
    const value = options[name];
    return [name, Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : ''];
  });
  return Object.fromEntries(shown);
}

/** What is wrong; null where nothing is. */
export function problemOf(kind: KindOfConnection, typed: Typed): string | null {
  for (const { name, label, optional, url } of kind.fields) {
    const text = (typed[name] ?? '').trim();
    if (text === '' && !optional) return `It needs: ${label}.`;
    if (text !== '' && url && !/^https:\/\/[^/]/.test(text))
      return `${label}: the address has to begin with https://.`;
  }
  return null;
}

/** The options with what was typed: what the form doesn't show stays. */
export function optionsOf(kind: KindOfConnection, typed: Typed, before: Options): Options {
  const next: Options = { ...kind.fixed, ...before };
  for (const { name } of kind.fields) {
    const text = (typed[name] ?? '').trim();
    if (text !== '') next[name] = text;
    else delete next[name];
  }
  // Who has a secret means to use it, and whoever has none can't.
  if ('discovery_url' in next) next.type = next.client_secret ? 'back_channel' : 'front_channel';
  return next;
}

/** Addresses of `/authorize` that log in with a connection and nothing else. */
export function tryAt(
  domain: string,
  application: { client_id: string; callback: string },
  connection: string,
  challenge: string,
): string {
  const query = new URLSearchParams({
    client_id: application.client_id,
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid profile email',
    connection,
    // Whoever is logged in already learns nothing.
    prompt: 'login',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'try',
    nonce: 'try',
  });
  return `https://${domain}/authorize?${query}`;
}
