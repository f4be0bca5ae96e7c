import { expect, it } from 'vitest';
import { checkCallback, checkOrigin } from './urls';

it.each([
  ['https://app.example/callback', null],
  ['http://localhost:3000', null],
  ['com.example.app://callback', null],
  ['https://*.app.example/callback', null],
  ['app.example/callback', 'needs a scheme, for example https://app.example/callback.'],
  ['https:///callback', 'names no host'],
  ['https://app.example/#a', 'fragment'],
  ['https://app.example/a b', 'space'],
  ['javascript:alert(1)', 'run in the login page'],
])('callback %s', (line, problem) => {
  if (problem === null) expect(checkCallback(line)).toBeNull();
  else expect(checkCallback(line)).toContain(problem);
});

it.each([
  ['https://app.example', null],
  ['https://app.example/', null],
  ['https://app.example/path', 'leave out /path'],
])('origin %s', (line, problem) => {
  if (problem === null) expect(checkOrigin(line)).toBeNull();
  else expect(checkOrigin(line)).toContain(problem);
});
