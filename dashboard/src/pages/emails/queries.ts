import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '~/api/client';
import { ApiError } from '~/api/errors';
import { Provider, Template } from './model';

/** What isn't there is null, and no error. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

export const readProvider = queryOptions({
  queryKey: ['emails', 'provider'],
  queryFn: () => {
    const query = { fields: 'name,enabled,default_from_address,credentials', include_fields: true };
    return orNull(ask(Provider, api.GET('/emails/provider', { params: { query } })));
  },
});

/** The tenant's own template for an occasion; null where Ostia's is used. */
export const readTemplate = (name: string) =>
  queryOptions({
    queryKey: ['emails', 'template', name],
    queryFn: () =>
      orNull(
        ask(
          Template,
          api.GET('/email-templates/{templateName}', { params: { path: { templateName: name as never } } }),
        ),
      ),
  });
