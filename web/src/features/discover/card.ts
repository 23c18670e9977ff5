// What a card says of a provider, from what the server answered.
import type { Service } from '~/api/types';
import { formatMoney } from '~/lib/money';
import type { Found } from './useSearch';

export interface Price {
  amount: string;
  /** "/h", "/day" or nothing. */
  per: string;
}

const units: Record<Service['rateType'], string> = { hourly: '/h', day: '/day', fixed: '' };

/** The service that is meant: whose times are shown, else one of the type searched for. */
export function serviceOf(found: Found, serviceType?: string): Service | undefined {
  return found.services.find((service) => service.id === found.nextSlotsServiceId)
    ?? found.services.find((service) => service.serviceType === serviceType);
}

/** As it is: an hour, a day or the whole; the provider's own rate where no service is meant. */
export function priceOf(found: Found, serviceType?: string): Price | null {
  const service = serviceType ? serviceOf(found, serviceType) : undefined;
  const money = (minor: number, per: string, currency: string): Price => ({ amount: formatMoney(minor, currency, 'short'), per });
  if (service && service.unitRateMinor !== null) return money(service.unitRateMinor, units[service.rateType], service.currency);
  if (found.hourlyRateMinor !== null) return money(found.hourlyRateMinor, '/h', found.currency);
  if (found.dayRateMinor !== null) return money(found.dayRateMinor, '/day', found.currency);
  const first = found.services.find((one) => one.unitRateMinor !== null);
  return first && first.unitRateMinor !== null ? money(first.unitRateMinor, units[first.rateType], first.currency) : null;
}

/** The first sentences of a text, as many as fit; never less than one. */
export function openingOf(text: string, room = 84): string {
  const sentences = text.match(/[^.!?]+[.!?]+["')\]]*\s*|[^.!?]+$/g) ?? [];
  let said = '';
  for (const sentence of sentences) {
    if (said && (said + sentence).trim().length > room) break;
    said += sentence;
  }
  return said.trim();
}

export interface Choice {
  providerId: string;
  at: string;
}

/** Whose card is chosen and at what time: what was pressed, as long as it is on offer, else the first. */
export function choiceAmong(providers: readonly Found[], pressed: Choice | null): Choice | null {
  const still = pressed && providers.find((found) => found.id === pressed.providerId);
  if (still && pressed && still.nextSlots?.includes(pressed.at)) return pressed;
  const chosen = still ?? providers[0];
  return chosen ? { providerId: chosen.id, at: chosen.nextSlots?.[0] ?? '' } : null;
}

export function bookingHref(found: Found, at?: string): string {
  const params = new URLSearchParams();
  if (found.nextSlotsServiceId) params.set('service', found.nextSlotsServiceId);
  if (at) params.set('start', at);
  return `/booking/${found.id}${params.size > 0 ? `?${params}` : ''}`;
}

export function profileHref(found: Found, isAboutTimes = false): string {
  const service = found.nextSlotsServiceId ? `?service=${found.nextSlotsServiceId}` : '';
  return `/providers/${found.id}${service}${isAboutTimes ? '#times' : ''}`;
}
