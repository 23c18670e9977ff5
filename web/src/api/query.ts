// The cache of what the server said. Keys are [path, input]; what the page brought along is in it
// from the start, and api/events.ts makes stale what somebody else has changed.
import { QueryClient, useQuery } from '@tanstack/preact-query';
import { pageData } from '~/app/data';
import { refusalOf } from './client';

export { useQuery };
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 30 * 60_000,
      // A refusal is an answer; only silence is asked again.
      retry: (count, error) => refusalOf(error).isOffline && count < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export type QueryKey = readonly [path: string, input: unknown];

/** undefined and null members do not make another question. */
export function keyOf(path: string, input: unknown = {}): QueryKey {
  const entries = Object.entries((input ?? {}) as Record<string, unknown>);
  return [path, Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null && value !== '').sort(([a], [b]) => (a < b ? -1 : 1)))];
}

export function primeQueries(): void {
  for (const { path, input, output } of pageData.queries ?? []) queryClient.setQueryData(keyOf(path, input), output);
}

/** What begins with one of these paths is asked again when it is next on a screen. */
export function stale(...paths: string[]): void {
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => paths.some((path) => String(queryKey[0]).startsWith(path)) });
}
