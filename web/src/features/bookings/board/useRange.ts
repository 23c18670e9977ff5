// The bookings of the days that are drawn, page after page, and what lies behind them: free and closed time.
import { keepPreviousData } from '@tanstack/preact-query';
import { useMemo } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Booking, Inputs } from '~/api/types';
import { addDays, DAY_MS, dayStart } from '~/lib/time';
import type { Span } from './Board';
import type { Sides } from './view';

const PAGES_MAX = 10;
type ListInput = Exclude<Inputs['booking']['list'], void | undefined>;
/** What takes or took time. */
const held: NonNullable<ListInput['status']> = ['PENDING', 'CONFIRMED', 'IN_PROGRESS', 'REVISION', 'COMPLETED', 'APPROVED', 'DISPUTED'];

async function loadAll(input: ListInput): Promise<{ bookings: Booking[]; isCut: boolean }> {
  const bookings: Booking[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await api.booking.list.query({ ...input, limit: 100, ...(cursor && { cursor }) });
    bookings.push(...answer.bookings);
    if (!answer.nextCursor) return { bookings, isCut: false };
    cursor = answer.nextCursor;
  }
  return { bookings, isCut: true };
}

/** From the first midnight to the last, in the zone's own days. */
export const instantsOf = ({ first, end }: { first: string; end: string }, zone: string) => ({ from: dayStart(first, zone).toISOString(), to: dayStart(end, zone).toISOString() });

/** A day more on both ends: the clock can be changed without asking again, and what began before midnight is there. */
export function useRangeBookings(role: 'client' | 'provider', days: { first: string; end: string }, zone: string, isEnabled: boolean) {
  const { from, to } = instantsOf(days, zone);
  const input: ListInput = {
    role, status: held, sort: 'soonest',
    from: new Date(Date.parse(from) - DAY_MS).toISOString(), to: new Date(Date.parse(to) + DAY_MS).toISOString(),
  };
  return useQuery({ queryKey: keyOf('booking.list', { ...input, all: true }), queryFn: () => loadAll(input), enabled: isEnabled, placeholderData: keepPreviousData });
}

/** The bookings of both sides, or of one of them, as one answer. */
export function useOwnBookings(side: Sides, days: { first: string; end: string }, zone: string, isOnline: boolean) {
  const asClient = useRangeBookings('client', days, zone, side !== 'provider');
  const asProvider = useRangeBookings('provider', days, zone, side !== 'client');
  const asked = [...(side !== 'provider' ? [asClient] : []), ...(side !== 'client' ? [asProvider] : [])];
  // The days before stay in sight while others are fetched, and only then: a silence is no empty month.
  const isShown = (one: (typeof asked)[number]) => one.data !== undefined && !(one.isPlaceholderData && (!isOnline || one.failureCount > 0));
  const bookings = useMemo(() => asked.flatMap((one) => one.data?.bookings ?? []), [side, asClient.data, asProvider.data]);
  return {
    bookings,
    isLoaded: asked.every(isShown),
    isRefreshing: asked.some((one) => one.isPlaceholderData),
    isCut: asked.some((one) => one.data?.isCut),
    error: asked.find((one) => !isShown(one) && (one.isError || !isOnline))?.failureReason ?? null,
    refetch: () => asked.forEach((one) => void one.refetch()),
    first: asked[0] ?? asClient,
  };
}

const noSpans: Span[] = [];
/** The board of a month draws no hours, and its six weeks are the most that is asked for. */
export function useOpenHours(days: { first: string; end: string }, isEnabled: boolean): Span[] {
  const input = { from: days.first, to: addDays(days.end, -1) };
  const { data } = useQuery({ queryKey: keyOf('availability.open', input), queryFn: () => api.availability.open.query(input), enabled: isEnabled });
  return (isEnabled && data?.intervals) || noSpans;
}
