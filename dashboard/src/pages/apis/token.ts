// What a token says, for people. Nothing is checked: that is the API's task.

/** Header and claims of a JWT, indented; what is none, as it is. */
export function claimsOf(token: string): string {
  try {
    const [header, claims] = token.split('.').slice(0, 2).map(decoded);
    return `${JSON.stringify(header, null, 2)}\n.\n${JSON.stringify(claims, null, 2)}`;
  } catch {
    return token;
  }
}

function decoded(part: string): unknown {
  const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
}
