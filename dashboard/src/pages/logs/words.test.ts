import { expect, it } from 'vitest';
import { LogEntry } from '~/api/shapes';
import { explanationOf, refusalOf } from './words';

const entry = (more: object) => LogEntry.parse({ log_id: '1', date: '2026-01-01T00:00:00Z', ...more });

it('tells what decided, and what the caller was told', () => {
  const refused = entry({
    type: 'feccft',
    description: 'Unauthorized',
    details: {
      why: 'the client is public',
      error: { oauthError: 'unauthorized_client', message: 'Grant type not allowed for the client.' },
    },
  });
  expect(refusalOf(refused)).toEqual({
    why: 'the client is public',
    told: 'unauthorized_client: Grant type not allowed for the client.',
  });
});

it('tells what the Management API was asked, and answered', () => {
  const refused = entry({
    type: 'fapi',
    details: {
      request: { method: 'patch', path: '/api/v2/clients/x' },
      response: { statusCode: 403, body: { errorCode: 'insufficient_scope', message: 'Insufficient scope' } },
    },
  });
  expect(refusalOf(refused)).toEqual({
    told: '403: insufficient_scope: Insufficient scope',
    asked: 'PATCH /api/v2/clients/x',
  });
});

it('knows what a wrong password is, and asks nothing of what went well', () => {
  expect(refusalOf(entry({ type: 'fp', description: 'Wrong email or password.' }))?.why).toMatch(
    /password is another/,
  );
  expect(refusalOf(entry({ type: 's', description: 'ok' }))).toBeNull();
});

it('reads the server’s explanation, and makes none of what is none', () => {
  const explanation = { rule: 'It has no secret.', setting: '', remedy: 'Use PKCE.' };
  expect(explanationOf(entry({ type: 'feccft', details: { explanation } }))).toEqual(explanation);
  expect(explanationOf(entry({ type: 'feccft', details: { explanation: 'x' } }))).toBeNull();
  expect(explanationOf(entry({ type: 'fp' }))).toBeNull();
});
