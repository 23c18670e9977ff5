// A search is its address: everything that shapes the answer stands in the query string, by the
// names of provider.search, so that it can be shared, gone back to, and answered with the page.
import type { Edition, Inputs } from '~/api/types';
import { addDays, dayKey, dayStart } from '~/lib/time';

export const sorts = ['relevance', 'rating', 'rate', 'distance', 'soonest'] as const;
export type Sort = (typeof sorts)[number];

export interface Search {
  service?: string;
  q?: string;
  location?: string;
  lat?: number;
  lng?: number;
  radius?: number;
  /** A calendar day, 2026-11-24. */
  date?: string;
  roles: string[];
  minRating?: number;
  maxRate?: number;
  verified: boolean;
  sortBy: Sort;
}
export type SearchInput = Exclude<Inputs['provider']['search'], void>;

export const PAGE_SIZE = 12;
const NEXT_SLOTS = 3;
const SLOTS_APART_HOURS = 4; // three times that show the week, not one hour
const plain: Search = { roles: [], verified: false, sortBy: 'relevance' };

type Start = Edition['start'];
const startSearch = (start: Start): Search => ({
  ...plain,
  service: start.service,
  ...(start.location && { location: start.location.label, lat: start.location.lat, lng: start.location.lng }),
});

function numberOf(text: string | null, min: number, max: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
}

/** What an address asks for; nonsense in it is not asked. Without a query it is the edition's start. */
export function searchOf(query: string, start: Start = {}): Search {
  const at = new URLSearchParams(query);
  if (at.size === 0) return startSearch(start);
  const text = (name: string) => at.get(name)?.trim() || undefined;
  const lat = numberOf(at.get('lat'), -90, 90);
  const lng = numberOf(at.get('lng'), -180, 180);
  const date = text('date');
  return {
    service: text('service')?.toUpperCase(),
    q: text('q'),
    location: text('location'),
    ...(lat !== undefined && lng !== undefined && { lat, lng }),
    radius: numberOf(at.get('radius'), 0.1, 12_500),
    date: date && /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : undefined,
    roles: (text('roles') ?? '').split(',').map((role) => role.trim().toLowerCase()).filter(Boolean),
    minRating: numberOf(at.get('minRating'), 0.1, 5),
    maxRate: numberOf(at.get('maxRate'), 0, 1e9),
    verified: at.get('verified') === 'true',
    sortBy: sorts.find((sort) => sort === at.get('sortBy')) ?? 'relevance',
  };
}

function paramsOf(search: Search): URLSearchParams {
  const { roles, verified, sortBy, ...rest } = search;
  const params = new URLSearchParams();
  for (const name of ['service', 'q', 'location', 'lat', 'lng', 'radius', 'date', 'minRating', 'maxRate'] as const)
    if (rest[name] !== undefined) params.set(name, String(rest[name]));
  if (roles.length > 0) params.set('roles', roles.join(','));
  if (verified) params.set('verified', 'true');
  if (sortBy !== 'relevance') params.set('sortBy', sortBy);
  return params;
}

/** "?service=…", or nothing for the edition's start. A search for anything anywhere says so. */
export function addressOf(search: Search, start: Start = {}): string {
  const text = paramsOf(search).toString();
  const ofStart = paramsOf(startSearch(start)).toString();
  if (text === ofStart) return '';
  return `?${text || 'sortBy=relevance'}`;
}

/** The question for provider.search. A day is the viewer's; one that is over is not asked for. */
export function inputOf(search: Search, zone: string, now: number): SearchInput {
  const { date, roles, verified, sortBy, ...rest } = search;
  const isAsked = date !== undefined && date >= dayKey(now, zone);
  return {
    ...rest,
    ...(roles.length > 0 && { roles }),
    ...(verified && { verified }),
    ...(sortBy !== 'relevance' && { sortBy }),
    ...(isAsked && {
      availableFrom: dayStart(date, zone).toISOString(),
      availableTo: dayStart(addDays(date, 1), zone).toISOString(),
    }),
    nextSlots: NEXT_SLOTS,
    slotsApartHours: SLOTS_APART_HOURS,
    limit: PAGE_SIZE,
    facets: true,
  };
}

export interface CatalogueEntry {
  serviceType: string;
  label: string;
  plural: string;
}
const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;

/** "home cleaning" is a service of the catalogue; anything else is words to look for. */
export function needOf(text: string, catalogue: readonly CatalogueEntry[]): Pick<Search, 'service' | 'q'> {
  const words = text.trim();
  if (words === '') return { service: undefined, q: undefined };
  const entry = catalogue.find(({ label, plural, serviceType }) => same(label, words) || same(plural, words) || same(serviceType, words));
  return entry ? { service: entry.serviceType, q: undefined } : { service: undefined, q: words };
}

/** Suggestions while typing; all of them where nothing was changed yet. */
export function suggest<E extends CatalogueEntry>(text: string, catalogue: readonly E[]): E[] {
  const words = text.trim().toLowerCase();
  const isWhole = catalogue.some((entry) => entry.label.toLowerCase() === words);
  return catalogue.filter((entry) => isWhole || `${entry.label} ${entry.plural}`.toLowerCase().includes(words));
}

/** How many filters of the rail are on. */
export const filterCount = (search: Search) =>
  search.roles.length + Number(search.verified) + Number(search.minRating !== undefined) + Number(search.maxRate !== undefined);

export const withoutFilters = (search: Search): Search => ({ ...search, roles: [], verified: false, minRating: undefined, maxRate: undefined });
