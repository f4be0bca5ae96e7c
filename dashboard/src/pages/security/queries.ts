import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Breached, BruteForce, Factors, Policies, SuspiciousIps } from './model';

export const readBruteForce = queryOptions({
  queryKey: ['security', 'brute-force'],
  queryFn: () => ask(BruteForce, api.GET('/attack-protection/brute-force-protection')),
});
export const readSuspiciousIps = queryOptions({
  queryKey: ['security', 'suspicious-ips'],
  queryFn: () => ask(SuspiciousIps, api.GET('/attack-protection/suspicious-ip-throttling')),
});
export const readBreached = queryOptions({
  queryKey: ['security', 'breached'],
  queryFn: () => ask(Breached, api.GET('/attack-protection/breached-password-detection')),
});
export const readFactors = queryOptions({
  queryKey: ['security', 'factors'],
  queryFn: () => ask(Factors, api.GET('/guardian/factors')),
});
export const readPolicies = queryOptions({
  queryKey: ['security', 'policies'],
  queryFn: () => ask(Policies, api.GET('/guardian/policies')),
});
