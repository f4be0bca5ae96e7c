import createClient from 'openapi-fetch';
import type { z } from 'zod';
import { ApiError, errorOf, UNEXPECTED } from './errors';
import type { paths } from './schema';

/** `isRefused` where the token that was given last is good no longer. */
type TokenSource = (isRefused?: boolean) => Promise<string>;

let source: TokenSource = () => Promise.reject(new ApiError(401, 'Nobody is logged in.'));

/** Where requests get their token from, once somebody is logged in. */
export function takeTokensFrom(next: TokenSource): void {
  source = next;
}

/** The token for a request that is made by hand: a file that is sent or fetched. */
export const token = (): Promise<string> => source();

/**
 * Asks once more with another token where one was refused: its key may have been revoked, its session ended elsewhere.
 * `fetch` is looked up at each call, so that tests can put another in its place.
 */
async function persistent(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await globalThis.fetch(request);
  if (response.status !== 401) return response;
  try {
    again.headers.set('authorization', `Bearer ${await source(true)}`);
  } catch {
    return response;
  }
  return globalThis.fetch(again);
}

export const api = createClient<paths>({
  baseUrl: '/api/v2',
  fetch: persistent,
});

api.use({
  async onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${await source()}`);
    return request;
  },
});

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** The answer of a request, in the shape that the page needs; everything else is an error. */
export async function ask<Shape extends z.ZodType>(
  shape: Shape,
  request: Promise<Answer>,
): Promise<z.infer<Shape>> {
  const { data, error, response } = await answered(request);
  if (!response.ok) throw errorOf(response, error);
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    throw new ApiError(
      response.status,
      `The server’s answer isn’t what this page expects (${parsed.error.issues[0]?.path.join('.')}).`,
      UNEXPECTED,
      response.headers.get('x-correlation-id') ?? undefined,
    );
  }
  return parsed.data;
}

/** A request whose answer says nothing. */
export async function tell(request: Promise<Answer>): Promise<void> {
  const { error, response } = await answered(request);
  if (!response.ok) throw errorOf(response, error);
}

/** A request beside the Management API's client: to another endpoint of the server, or with a file. */
export async function post(
  where: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const isForm = body instanceof FormData;
  const sent = {
    method: 'POST',
    headers: isForm ? headers : { ...headers, 'content-type': 'application/json' },
    body: isForm ? body : JSON.stringify(body),
  };
  const response = await fetch(where, sent).catch(() => {
    throw unreachable();
  });
  const text = await response.text();
  const answer = parsed(text);
  if (!response.ok) throw errorOf(response, answer ?? { message: text.slice(0, 300) });
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unreachable = () => new ApiError(0, 'The server can’t be reached.');

async function answered(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw unreachable();
  }
}
