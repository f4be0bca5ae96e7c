// From what people type to the query language: words become a search among names and addresses.

/** Characters that mean something in a query. */
const SPECIAL = /[+\-&|!(){}[\]^"~*?:\\/]/g;

/** Whether somebody has written a query, and not only words. */
export function isQuery(text: string): boolean {
  return /[\w.]+:\S/.test(text) || /\b(AND|OR|NOT)\b/.test(text);
}

/** The query for what was typed; empty where everybody is meant. */
export function toQuery(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || isQuery(trimmed)) return trimmed;
  const terms = trimmed.split(/\s+/).map((word) => {
    const escaped = word.replace(SPECIAL, '\\$&');
    return `(email:${escaped}* OR name:${escaped}* OR username:${escaped}* OR user_id:"${word.replace(/["\\]/g, '\\$&')}")`;
  });
  return terms.join(' AND ');
}

/** What a field holds, and so how it can be compared. */
export type Kind = 'text' | 'flag' | 'number' | 'time';

export interface Field {
  name: string;
  label: string;
  kind: Kind;
}

export const FIELDS: readonly Field[] = [
  { name: 'email', label: 'E-mail address', kind: 'text' },
  { name: 'email.domain', label: 'Domain of the address', kind: 'text' },
  { name: 'email_verified', label: 'Address verified', kind: 'flag' },
  { name: 'name', label: 'Name', kind: 'text' },
  { name: 'username', label: 'Username', kind: 'text' },
  { name: 'phone_number', label: 'Telephone number', kind: 'text' },
  { name: 'identities.connection', label: 'Connection', kind: 'text' },
  { name: 'organization_id', label: 'Organization (id)', kind: 'text' },
  { name: 'blocked', label: 'Blocked', kind: 'flag' },
  { name: 'logins_count', label: 'Number of log-ins', kind: 'number' },
  { name: 'last_login', label: 'Last log-in', kind: 'time' },
  { name: 'last_ip', label: 'Last address (IP)', kind: 'text' },
  { name: 'created_at', label: 'Made', kind: 'time' },
  { name: 'app_metadata.', label: 'app_metadata', kind: 'text' },
  { name: 'user_metadata.', label: 'user_metadata', kind: 'text' },
];

/** How fields of each kind are compared, the usual way first. */
export const COMPARISONS: Record<Kind, readonly { value: string; label: string }[]> = {
  text: [
    { value: 'begins', label: 'begins with' },
    { value: 'is', label: 'is' },
    { value: 'isn’t', label: 'is not' },
    { value: 'there', label: 'is there' },
    { value: 'absent', label: 'is not there' },
  ],
  flag: [
    { value: 'true', label: 'yes' },
    { value: 'false', label: 'no' },
  ],
  number: [
    { value: 'least', label: 'at least' },
    { value: 'most', label: 'at most' },
    { value: 'is', label: 'exactly' },
  ],
  time: [
    { value: 'since', label: 'on or after' },
    { value: 'before', label: 'before' },
    { value: 'there', label: 'ever' },
    { value: 'absent', label: 'never' },
  ],
};

/** One line of the builder. */
export interface Line {
  field: string;
  /** What follows `app_metadata.` or `user_metadata.`. */
  path: string;
  comparison: string;
  value: string;
}

export const kindOf = (field: string): Kind => FIELDS.find((known) => known.name === field)?.kind ?? 'text';

/** Whether a comparison needs something to compare with. */
export const needsValue = (line: Line): boolean =>
  !['true', 'false', 'there', 'absent'].includes(line.comparison);

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A line in the query language; null where something is missing. `moment` makes a moment of a day. */
export function condition(line: Line, moment: (day: string) => string): string | null {
  const value = line.value.trim();
  if (line.field.endsWith('.') && !/^[\w.-]+$/.test(line.path)) return null;
  const field = `${line.field}${line.field.endsWith('.') ? line.path : ''}`;
  if (needsValue(line) && value === '') return null;
  switch (line.comparison) {
    case 'begins':
      return `${field}:${value.replace(SPECIAL, '\\$&').replace(/\s/g, '\\$&')}*`;
    case 'is':
      return `${field}:${kindOf(line.field) === 'number' ? value : quoted(value)}`;
    case 'isn’t':
      return `NOT ${field}:${quoted(value)}`;
    case 'least':
      return `${field}:[${value} TO *]`;
    case 'most':
      return `${field}:[* TO ${value}]`;
    case 'since':
      return `${field}:["${moment(value)}" TO *]`;
    case 'before':
      return `${field}:{* TO "${moment(value)}"}`;
    case 'there':
      return `_exists_:${field}`;
    case 'absent':
      return `NOT _exists_:${field}`;
    default:
      return `${field}:${line.comparison}`;
  }
}

/** The query that lines make together; empty where none is whole. */
export function built(lines: readonly Line[], any: boolean, moment: (day: string) => string): string {
  const whole = lines.map((line) => condition(line, moment)).filter((one) => one !== null);
  return whole.join(any ? ' OR ' : ' AND ');
}
