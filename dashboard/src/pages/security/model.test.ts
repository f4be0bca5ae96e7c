import { expect, it } from 'vitest';
import { addressProblem, every, policiesFor, policyOf } from './model';

it('takes addresses and networks, and nothing else', () => {
  for (const good of ['192.0.2.7', '192.0.2.0/24', '2001:db8::1', '2001:db8::/32', '::ffff:192.0.2.1'])
    expect(addressProblem(good)).toBeNull();
  for (const bad of ['example.com', '192.0.2', '192.0.2.256', '192.0.2.0/33', '192.0.2.0/', '1.2.3.4/8/8'])
    expect(addressProblem(bad)).toMatch(/no address/);
});

it('says a rate as people do', () => {
  expect(every(864_000)).toBe('4 more an hour');
  expect(every(1_200)).toBe('50 more a minute');
  expect(every(86_400_000)).toBe('one more a day');
  expect(every(8_640_000)).toBe('10 more a day');
});

it('knows the policies both ways', () => {
  for (const policy of ['never', 'adaptive', 'always'] as const)
    expect(policyOf(policiesFor(policy))).toBe(policy);
});
