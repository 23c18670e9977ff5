// The pages of one search. What was opened with "Show more" is remembered for the way back.
import { useLocation } from 'preact-iso';
import { useMemo, useRef, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { keyOf, queryClient, useQuery } from '~/api/query';
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
  const kept = useRef('');
  // While the next page is being loaded, this one still stands, with an address that is not its own.
  if (path === '/' || path === '/booking') {
    kept.current = url.split('#')[0]?.split('?')[1] ?? '';
    rememberSearch(url);
  }
  const query = kept.current;
  const search = useMemo(() => searchOf(query, edition.start), [query]);
  return [search, (next) => route(path + addressOf(next, edition.start))];
}

interface Opened {
  at: number;
  pages: Reply[];
}
/** Free times grow old: whoever comes back later begins with the first page again. */
const OPENED_LIVES_MS = 5 * 60_000;
const opened = new Map<string, Opened>();
const none: Reply[] = [];
const openedOf = (id: string) => {
  const found = opened.get(id);
  return found && Date.now() - found.at < OPENED_LIVES_MS ? found.pages : none;
};

/** The pages after the first, one at a time. */
function useMore(input: SearchInput, end: Reply | undefined) {
  const id = JSON.stringify(keyOf('', input));
  const [state, set] = useState<{ id: string; isBusy: boolean; error: unknown }>({ id, isBusy: false, error: null });
  const pages = openedOf(id);
  const cursor = (pages[pages.length - 1] ?? end)?.nextCursor;
  const show = async () => {
    if (!cursor) return;
    set({ id, isBusy: true, error: null });
    try {
      const page = await queryClient.fetchQuery(searchQuery({ ...input, cursor, facets: undefined }));
      opened.set(id, { at: Date.now(), pages: [...pages, page] });
      set({ id, isBusy: false, error: null });
    } catch (error) {
      set({ id, isBusy: false, error });
    }
  };
  const isOfThis = state.id === id;
  return { pages, hasMore: Boolean(cursor), show: () => void show(), isBusy: isOfThis && state.isBusy, error: isOfThis ? state.error : null };
}

export function useSearch(search: Search) {
  const input = inputOf(search, viewerZone(), Date.now());
  const first = useQuery({ ...searchQuery(input), placeholderData: (before: Reply | undefined) => before });
  const last = useRef<Reply>();
  if (first.data) last.current = first.data;
  // A search that failed leaves what was found before on the screen.
  const reply = first.data ?? last.current;
  const more = useMore(input, reply);
  const providers = useMemo(() => {
    const all = new Map<string, Found>();
    for (const page of [reply, ...more.pages]) for (const found of page?.providers ?? []) all.set(found.id, found);
    return [...all.values()];
  }, [reply, more.pages]);
  return {
    input, reply, providers,
    error: first.error ?? more.error ?? null,
    isLoading: first.isFetching && (first.isPlaceholderData || !first.data),
    isLoadingMore: more.isBusy,
    hasMore: more.hasMore && !first.isPlaceholderData,
    updatedAt: first.dataUpdatedAt,
    retry: () => (first.error ? void first.refetch() : more.show()),
    showMore: more.show,
  };
}
