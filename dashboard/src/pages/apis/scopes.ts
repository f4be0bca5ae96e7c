/** What is wrong with a scope's name (RFC 6749 §3.3); null where nothing is. */
export function scopeProblem(name: string, known: readonly string[]): string | null {
  if (!/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(name)) return 'A scope has no spaces, quotes or backslashes.';
  if (name.length > 280) return 'A scope has at most 280 characters.';
  return known.includes(name) ? 'The API has this scope already.' : null;
}
