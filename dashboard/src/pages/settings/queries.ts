import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { Settings } from './model';

export const readSettings = queryOptions({
  queryKey: ['settings'],
  queryFn: () => ask(Settings, api.GET('/tenants/settings')),
});
