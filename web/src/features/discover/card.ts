// What a card says of a provider, from what the server answered.
import type { Service } from '~/api/types';
import { zonesAgree } from '~/lib/time';
import { providerPrice, servicePrice, type Price } from '~/lib/rate';
import type { Found } from './useSearch';

/** The service that is meant: whose times are shown, else one of the type searched for. */
export function serviceOf(found: Found, serviceType?: string): Service | undefined {
  return found.services.find((service) => service.id === found.nextSlotsServiceId)
    ?? found.services.find((service) => service.serviceType === serviceType);
}

/** That of the service searched for; the provider's own where none is meant. */
export function priceOf(found: Found, serviceType?: string): Price | null {
  const service = serviceType ? serviceOf(found, serviceType) : undefined;
  return (service && servicePrice(service)) ?? providerPrice(found);
}

const ENOUGH = 40;
/** The first sentences of a text, as many as fit; never less than one, and not a short one alone. */
export function openingOf(text: string, room = 84): string {
  const sentences = text.match(/[^.!?]+[.!?]+["')\]]*\s*|[^.!?]+$/g) ?? [];
  let said = '';
  for (const sentence of sentences) {
    if (said.length > ENOUGH && (said + sentence).trim().length > room) break;
    said += sentence;
  }
  return said.trim();
}

/** Whether a card's times need their zone said: nobody has to be told of their own. */
export const isForeign = ({ timeZone, nextSlots }: Found, viewer: string) => Boolean(nextSlots?.[0] && !zonesAgree(nextSlots[0], timeZone, viewer));

/** The zone that can be said once for all cards; null where they differ, or where it is the viewer's. */
export function sharedZone(providers: readonly Found[], viewer: string): string | null {
  const shown = providers.filter((found) => found.nextSlots?.length);
  const zone = shown[0]?.timeZone;
  return zone && shown.every((found) => found.timeZone === zone && isForeign(found, viewer)) ? zone : null;
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
