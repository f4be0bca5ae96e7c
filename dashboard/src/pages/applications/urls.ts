// What is wrong with an address, said before the server has to. The server has the last word.

/** A callback, or where people go after logging out. */
export function checkCallback(line: string): string | null {
  if (line.length > 2_000) return 'An address has at most 2,000 characters.';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(line))
    return `${short(line)} needs a scheme, for example https://${bare(line)}.`;
  if (/^https?:/i.test(line) && !/^https?:\/\/[^/?#]+/i.test(line)) return `${short(line)} names no host.`;
  if (line.includes('#')) return `${short(line)} has a fragment (#), which never reaches a server.`;
  if (/\s/.test(line)) return `${short(line)} holds a space.`;
  if (/^(javascript|data|vbscript):/i.test(line)) return `${short(line)} would run in the login page.`;
  return null;
}

/** An origin: scheme, host and port. */
export function checkOrigin(line: string): string | null {
  const problem = checkCallback(line);
  if (problem) return problem;
  const rest = line.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i, '');
  return rest === '' || rest === '/' ? null : `${short(line)} is more than an origin: leave out ${rest}.`;
}

const short = (line: string) => (line.length > 40 ? `${line.slice(0, 40)}…` : line);
const bare = (line: string) => (/^[\w.-]+(:\d+)?(\/\S*)?$/.test(line) ? line : 'app.example/callback');
