// Free starts from the server: a month at a time, the next opening after it, and those near a time.
import { useEffect } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, queryClient, useQuery } from '~/api/query';
import type { Provider, Service, Slot } from '~/api/types';
import { listSlots } from '~/booking/listSlots';
import { addMonths, firstOf, monthOf, monthRange } from '~/lib/days';
import { DAY_MS, dayKey } from '~/lib/time';
import { fitHours, placeChoices } from './choices';
import type { OtherProvider } from './refusals';
import { whereKey, type Where } from './where';

const FRESH_MS = 60_000;
const CALL_DAYS = 62;
const AHEAD_DAYS = 6 * CALL_DAYS;
const NEAR_BEFORE_DAYS = 7;
const NEAR_AFTER_DAYS = 14;

export interface Wanted {
  service: Service;
  hours: number;
  /** Where it is to be, if the way there counts. */
  where?: Where;
}
const inputOf = ({ service, hours, where }: Wanted, from: string, to: string) => ({ ...where, providerId: service.providerId, serviceId: service.id, durationHours: hours, from, to });

/** Asked again each minute and whenever the page is looked at: what is shown should still be free. */
export function useMonthSlots(wanted: Wanted | null, month: string, zone: string) {
  const input = wanted && inputOf(wanted, monthRange(month, zone).from, monthRange(month, zone).to);
  return useQuery({
    queryKey: input ? keyOf('slot.list', input) : ['slot.list', null],
    queryFn: () => (input ? listSlots(input) : []),
    enabled: input !== null && month !== '',
    refetchInterval: FRESH_MS,
    // Another length of the same month: the old starts stay until the new ones are here.
    placeholderData: (before, query) => {
      const asked = query?.queryKey[1] as { from?: string; serviceId?: string } | null | undefined;
      return asked && asked.from === input?.from && asked.serviceId === input?.serviceId ? before : undefined;
    },
  });
}

/** The month that one turns to next is there before. */
export function useMonthAhead(wanted: Wanted, month: string, zone: string, isNeeded: boolean): void {
  const { from, to } = monthRange(addMonths(month, 1), zone);
  const input = inputOf(wanted, from, to);
  useEffect(() => {
    if (isNeeded) void queryClient.prefetchQuery({ queryKey: keyOf('slot.list', input), queryFn: () => listSlots(input), staleTime: FRESH_MS });
  }, [isNeeded, from, wanted.service.id, wanted.hours]);
}

/** Why a start cannot be had, as the server's own rules find it. */
export function useReasons({ service, hours, where }: Wanted, start: string) {
  const input = { ...where, providerId: service.providerId, serviceId: service.id, start, durationHours: hours };
  return useQuery({ queryKey: keyOf('slot.explain', input), queryFn: () => api.slot.explain.query(input), refetchInterval: FRESH_MS });
}

/** The first start after a month, looked for two months at a time, a year ahead at most. */
async function findNext(wanted: Wanted, after: string, zone: string, now: number): Promise<Slot | null> {
  let from = Date.parse(monthRange(addMonths(after, 1), zone).from);
  const last = Math.min(now + wanted.service.windowDays * DAY_MS, from + AHEAD_DAYS * DAY_MS);
  while (from < last) {
    const to = from + CALL_DAYS * DAY_MS;
    const { slots, nextFrom } = await api.slot.list.query(inputOf(wanted, new Date(from).toISOString(), new Date(to).toISOString()));
    if (slots[0]) return slots[0];
    from = nextFrom ? Date.parse(nextFrom) : to;
  }
  return null;
}
export function useNextOpening(wanted: Wanted | null, after: string, zone: string, isNeeded: boolean) {
  return useQuery({
    queryKey: keyOf('slot.next', { serviceId: wanted?.service.id, hours: wanted?.hours, where: wanted?.where && whereKey(wanted.where), after: firstOf(after) }),
    queryFn: () => (wanted ? findNext(wanted, after, zone, Date.now()) : null),
    enabled: wanted !== null && isNeeded,
  });
}

/** Whether nothing can be booked at all: from today on, not even for the shortest. It is asked once a month has shown nothing. */
export function useNothingFree(service: Service | undefined, where: Where, zone: string, isNeeded: boolean): boolean {
  const wanted = service ? { service, hours: fitHours(service, null), where } : null;
  return useNextOpening(wanted, addMonths(monthOf(dayKey(new Date(), zone)), -1), zone, isNeeded).data === null && isNeeded && wanted !== null;
}

const OTHERS = 3;
/** Who else offers the same, near there if it is in person, with the first time they have for their shortest. */
export function useSameElsewhere(provider: Provider, service: Service | undefined) {
  const near = service && placeChoices(service).inPerson && !service.isRemote && provider.lat !== null && provider.lng !== null ? { lat: provider.lat, lng: provider.lng } : {};
  const input = { serviceType: service?.serviceType ?? '', ...near, nextSlots: 1, sortBy: 'soonest' as const, limit: OTHERS + 1 };
  return useQuery({
    queryKey: keyOf('provider.search', input),
    queryFn: async (): Promise<OtherProvider[]> => (await api.provider.search.query(input)).providers.flatMap((one) => {
      const [start] = one.nextSlots ?? [];
      return start && one.id !== provider.id ? [{ ...one, start }] : [];
    }).slice(0, OTHERS),
    enabled: service !== undefined,
  });
}

/** What is free around a start that is not. */
export function useSlotsNear(wanted: Wanted | null, start: string) {
  const at = start ? Date.parse(start) : 0;
  const input = wanted && start ? inputOf(wanted, new Date(at - NEAR_BEFORE_DAYS * DAY_MS).toISOString(), new Date(at + NEAR_AFTER_DAYS * DAY_MS).toISOString()) : null;
  return useQuery({
    queryKey: input ? keyOf('slot.list', input) : ['slot.list', null],
    queryFn: () => (input ? listSlots(input) : []),
    enabled: input !== null,
  });
}
