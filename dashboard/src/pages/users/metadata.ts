// Metadata is merged at its first level: what was taken out has to be sent as null.

type Members = Record<string, unknown>;

/** Reads an object that somebody typed. */
export function parseObject(text: string): { value: Members | null; problem: string | null } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Members, problem: null };
    return { value: null, problem: 'Metadata is an object: { "name": "value" }.' };
  } catch (error) {
    return {
      value: null,
      problem: error instanceof Error ? `This is no JSON: ${error.message}` : 'This is no JSON.',
    };
  }
}

/** What a `PATCH` needs, so that the metadata is this afterwards. */
export function metadataPatch(from: Members, to: Members): Members {
  const gone = Object.keys(from).filter((name) => !(name in to));
  return { ...to, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

/** The patch that takes another back, for what it names of a user's metadata. */
export function inverseOf(
  user: { user_metadata?: Members; app_metadata?: Members },
  patch: Members,
): Members {
  const back: Members = {};
  for (const name of ['user_metadata', 'app_metadata'] as const) {
    const sent = patch[name];
    if (typeof sent !== 'object' || sent === null) continue;
    const left = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null));
    back[name] = metadataPatch(left, user[name] ?? {});
  }
  return back;
}
