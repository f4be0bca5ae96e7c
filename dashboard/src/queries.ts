// What was read from the Management API, for all pages.
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api/errors';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refuses it refuses again.
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiError && error.status > 0 && error.status < 500),
    },
  },
});
