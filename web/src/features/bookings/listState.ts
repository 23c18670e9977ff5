// The bookings page's whole state, as its address says it.
import type { Inputs } from '~/api/types';

export const tabs = ['upcoming', 'past', 'all'] as const;
export const sorts = ['soonest', 'latest', 'newest'] as const;
export const statuses = ['PENDING', 'CONFIRMED', 'IN_PROGRESS', 'REVISION', 'COMPLETED', 'APPROVED', 'DISPUTED', 'CANCELLED', 'DECLINED', 'EXPIRED'] as const;
export type Tab = (typeof tabs)[number];
export type Sort = (typeof sorts)[number];
export type Status = (typeof statuses)[number];

export interface ListState {
  tab: Tab;
  role: 'client' | 'provider';
  statuses: Status[];
  sort: Sort;
  q: string;
}

const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined => known.find((one) => one === value);

/** What is past is read backwards. */
export const defaultSort = (tab: Tab): Sort => (tab === 'upcoming' ? 'soonest' : 'latest');

export function readState(query: Record<string, string>, isProvider: boolean): ListState {
  const tab = oneOf(tabs, query.tab) ?? 'upcoming';
  const asked = (query.status ?? '').split(',');
  return {
    tab,
    role: isProvider ? (oneOf(['client', 'provider'] as const, query.role) ?? 'provider') : 'client',
    statuses: statuses.filter((status) => asked.includes(status)),
    sort: oneOf(sorts, query.sort) ?? defaultSort(tab),
    q: (query.q ?? '').slice(0, 100),
  };
}

export function listInput({ tab, role, statuses: chosen, sort, q }: ListState): Exclude<Inputs['booking']['list'], void | undefined> {
  const text = q.trim();
  return { tab, role, sort, limit: 20, ...(chosen.length > 0 && { status: chosen }), ...(text && { q: text }) };
}

export const isFiltered = (state: ListState) => state.statuses.length > 0 || state.q.trim() !== '';
