import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { api, ask, takeTokensFrom } from './client';

const answers = (...responses: Response[]) => {
  const seen: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    seen.push(`${request.headers.get('authorization')} ${await request.text()}`);
    return responses.shift() ?? new Response('{}', { status: 500 });
  });
  return seen;
};
const said = (status: number, body: unknown) => Response.json(body, { status });

it('asks once more with another token where one is refused, and sends the same again', async () => {
  takeTokensFrom(async (isRefused) => (isRefused ? 'new' : 'old'));
  const seen = answers(said(401, {}), said(200, { name: 'a' }));
  const body = { name: 'a' } as never;
  const made = await ask(z.object({ name: z.string() }), api.POST('/roles', { body }));
  expect(made.name).toBe('a');
  expect(seen).toEqual(['Bearer old {"name":"a"}', 'Bearer new {"name":"a"}']);
});

it('gives up where the second is refused as well, or there is none', async () => {
  takeTokensFrom(async () => 'same');
  let seen = answers(said(401, { message: 'No' }), said(401, { message: 'No' }), said(200, {}));
  await expect(ask(z.object({}), api.GET('/roles'))).rejects.toThrow('No');
  expect(seen.length).toBe(2);
  takeTokensFrom(async (isRefused) => {
    if (isRefused) throw new Error('login_required');
    return 'old';
  });
  seen = answers(said(401, { message: 'Over' }));
  await expect(ask(z.object({}), api.GET('/roles'))).rejects.toThrow('Over');
});
