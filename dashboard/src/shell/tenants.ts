// The domains of other tenants that somebody has gone to from here.
const KEY = 'ostia-tenants';
const MOST = 20;

const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:(?<port>\d{1,5}))?$/i;

/** The dashboard of a domain, with its port if it has one; null for what is none. Always `https`. */
export function addressOf(domain: string): string | null {
  const host = HOST.exec(domain);
  const port = Number(host?.groups?.port ?? 443);
  return host && port > 0 && port < 65_536 ? `https://${domain.toLowerCase()}/dashboard` : null;
}

/** Those that this browser remembers, without the one that this is. */
export function known(own: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    const domains = Array.isArray(stored) ? stored : [];
    return domains.filter((one) => typeof one === 'string' && one !== own && addressOf(one)).slice(0, MOST);
  } catch {
    return [];
  }
}

function keep(domains: readonly string[]): readonly string[] {
  try {
    localStorage.setItem(KEY, JSON.stringify(domains.slice(0, MOST)));
  } catch {
    // Whoever forbids the browser to remember is asked again.
  }
  return domains;
}

export const remember = (own: string, domain: string) =>
  keep([domain, ...known(own).filter((one) => one !== domain)]);

export const forget = (own: string, domain: string) => keep(known(own).filter((one) => one !== domain));
