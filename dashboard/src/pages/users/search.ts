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
