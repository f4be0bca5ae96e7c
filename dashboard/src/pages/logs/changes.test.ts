import { expect, it } from 'vitest';
import { LogEntry } from '~/api/shapes';
import { changeOf } from './changes';

const entry = (details: object, type = 'sapi') =>
  LogEntry.parse({ log_id: '1', date: '2026-01-01T00:00:00Z', type, details });

it('says which members are others than before, and nothing of the rest', () => {
  const change = changeOf(
    entry({
      request: { method: 'patch', path: '/api/v2/clients/x' },
      before: {
        name: 'a',
        callbacks: [],
        refresh_token: { leeway: 0, rotation_type: 'rotating' },
        updated_at: '1',
      },
      response: {
        statusCode: 200,
        body: {
          name: 'a',
          callbacks: ['b'],
          refresh_token: { leeway: 5, rotation_type: 'rotating' },
          updated_at: '2',
        },
      },
    }),
  );
  expect(change).toEqual({
    path: '/clients/x',
    members: [
      { name: 'callbacks', before: '[]', after: '[\n "b"\n]' },
      { name: 'refresh_token.leeway', before: '0', after: '5' },
    ],
  });
});

it('says what is gone, and what came', () => {
  const gone = changeOf(
    entry({ request: { method: 'delete', path: '/api/v2/roles/x' }, before: { name: 'a' } }),
  );
  expect(gone?.members).toEqual([{ name: 'name', before: 'a', after: '–' }]);
  const came = changeOf(
    entry({ request: { method: 'put', path: '/x' }, before: [], response: { body: ['all-applications'] } }),
  );
  expect(came?.members).toEqual([{ name: '', before: '[]', after: '[\n "all-applications"\n]' }]);
});

it('says nothing where nobody could read it, or nothing was changed', () => {
  const request = { method: 'patch', path: '/x' };
  expect(changeOf(entry({ request }))).toBeNull();
  expect(changeOf(entry({ request, before: {} }, 'fapi'))).toBeNull();
  const taken = { method: 'delete', path: '/users/x/roles', body: { roles: ['rol_1'] } };
  expect(changeOf(entry({ request: taken, before: [{ id: 'rol_1' }] }))).toBeNull();
  expect(
    changeOf(entry({ request, before: { clients: [] }, response: { statusCode: 204, body: {} } })),
  ).toBeNull();
});

it('takes nothing for gone that the answer only leaves out', () => {
  const request = { method: 'patch', path: '/x', body: { name: 'b' } };
  const change = changeOf(
    entry({
      request,
      before: { name: 'a', secret: '*****' },
      response: { statusCode: 200, body: { name: 'b' } },
    }),
  );
  expect(change?.members.map((member) => member.name)).toEqual(['name']);
});
