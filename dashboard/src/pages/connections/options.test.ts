import { expect, it } from 'vitest';
import { merged, settingsOf } from './options';

it('reads what is absent as the server does', () => {
  expect(settingsOf({})).toEqual({
    signup: true,
    selfService: true,
    bruteForce: true,
    importMode: false,
    policy: 'none',
  });
  expect(settingsOf({ password_options: {} }).policy).toBeNull();
});

it('keeps every option that the form doesn’t show', () => {
  const options = { passwordPolicy: 'good', attributes: { email: {} }, disable_signup: false };
  const before = settingsOf(options);
  expect(merged(options, before, before)).toEqual(options);
  expect(merged(options, before, { ...before, signup: false, policy: 'excellent' })).toEqual({
    ...options,
    disable_signup: true,
    passwordPolicy: 'excellent',
  });
});
