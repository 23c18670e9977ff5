// The pages of one search. What was opened with "Show more" is remembered for the way back.
import { useQueries } from '@tanstack/preact-query';
import { useLocation } from 'preact-iso';
import { useMemo, useRef, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { keyOf, useQuery } from '~/api/query';
import type { Outputs, Provider } from '~/api/types';
import { rememberSearch } from '~/lib/lastSearch';
import { viewerZone } from '~/lib/time';
import { addressOf, inputOf, searchOf, type Search, type SearchInput } from './search';

export interface FacetCount {
  value: string;
  count: number;
}
export interface Facets {
  minRating: FacetCount[];
  roles: FacetCount[];
  services: FacetCount[];
  verified: number;
  availableToday: number | null;
  maxRate: { min: number; max: number; currency: string } | null;
}
export type Found = Provider & { nextSlotsServiceId?: string; nextSlotsDurationHours?: number };
export type Reply = Omit<Outputs['provider']['search'], 'providers'> & { providers: Found[]; facets?: Facets };

export const searchQuery = (input: SearchInput) => ({
  queryKey: keyOf('provider.search', input),
  queryFn: (): Promise<Reply> => api.provider.search.query(input),
});

/** The search that the address asks for, and the way to another: a step that "back" undoes. */
export function useSearchAddress(): [Search, (next: Search) => void] {
  const { url, path, route } = useLocation();
  const query = url.split('#')[0]?.split('?')[1] ?? '';
  const search = useMemo(() => searchOf(query, edition.start), [query]);
  rememberSearch(url);
  return [search, (next) => route(path + addressOf(next, edition.start))];
}

const opened = new Map<string, string[]>();

export function useSearch(search: Search) {
  const [, redraw] = useState(0);
  const input = inputOf(search, viewerZone(), Date.now());
  const id = JSON.stringify(keyOf('', input));
  const cursors = opened.get(id) ?? [];
  const first = useQuery({ ...searchQuery(input), placeholderData: (before: Reply | undefined) => before });
  const more = useQueries({ queries: cursors.map((cursor) => searchQuery({ ...input, cursor, facets: undefined })) });
  const last = useRef<Reply>();
  if (first.data) last.current = first.data;
  // A search that failed leaves what was found before on the screen.
  const reply = first.data ?? last.current;
  const providers = useMemo(() => {
    const all = new Map<string, Found>();
    for (const page of [reply, ...more.map((one) => one.data)]) for (const found of page?.providers ?? []) all.set(found.id, found);
    return [...all.values()];
  }, [reply, ...more.map((one) => one.data)]);
  const end = more.length > 0 ? more[more.length - 1]?.data : reply;
  return {
    input, reply, providers,
    error: first.error ?? more.find((one) => one.error)?.error ?? null,
    isLoading: first.isFetching && (first.isPlaceholderData || !first.data),
    isLoadingMore: more.some((one) => one.isLoading),
    hasMore: Boolean(end?.nextCursor),
    updatedAt: first.dataUpdatedAt,
    retry: () => void (first.error ? first.refetch() : Promise.all(more.filter((one) => one.error).map((one) => one.refetch()))),
    showMore: () => {
      if (!end?.nextCursor) return;
      opened.set(id, [...cursors, end.nextCursor]);
      redraw((count) => count + 1);
    },
  };
}
