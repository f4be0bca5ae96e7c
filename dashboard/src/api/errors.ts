/** What the Management API, or the way to it, answers when it doesn't do what was asked. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly correlationId: string | undefined;

  constructor(status: number, message: string, code?: string, correlationId?: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
  }
}

/** Reads the error of a response in Auth0's form, whatever of it is there. */
export function errorOf(response: Response, body: unknown): ApiError {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof told[name] === 'string' ? (told[name] as string) : undefined);
  return new ApiError(
    response.status,
    text('message') ??
      text('error_description') ??
      text('error') ??
      `The server answered ${response.status}.`,
    text('errorCode'),
    response.headers.get('x-correlation-id') ?? undefined,
  );
}

/** The code of an answer that a page can't read. */
export const UNEXPECTED = 'unexpected_answer';

/** What to do about it, for people. */
export function advice(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Check the connection and try again. Nothing was saved.';
  if (error.code === UNEXPECTED)
    return 'Load the page again: it may be older than the server. If it stays, it is a defect; give the reference to whoever runs this server.';
  switch (error.status) {
    case 0:
      return 'Check the connection and try again. Nothing was saved.';
    case 401:
      return 'Your log-in has ended. Load the page again to log in.';
    case 403:
      return 'Your roles don’t allow this. An owner of the tenant can give you one that does.';
    case 404:
      return 'It may have been deleted meanwhile. Go back to the list.';
    case 409:
      return 'Something else has this name. Choose another.';
    case 429:
      return 'Too many requests at once. Wait a moment and try again.';
    default:
      return error.status >= 500
        ? 'Nothing was saved. Try again; if it stays, give the reference to whoever runs this server.'
        : 'Correct it and try again. Nothing was saved.';
  }
}
