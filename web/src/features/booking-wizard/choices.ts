// What of a service is open to choose: lengths, ways to charge, where. Pure.
import type { Provider, Service } from '~/api/types';

export type RateType = Service['rateType'];

/** The lengths that a service takes, in hours: one if it is fixed, else by its step from min to max. */
export function lengthChoices(service: Service): number[] {
  if (service.durationMinutes) return [service.durationMinutes / 60];
  const minutes: number[] = [];
  const last = Math.round(service.maxHours * 60);
  for (let at = Math.round(service.minHours * 60); at <= last; at += service.stepMinutes) minutes.push(at);
  return minutes.map((at) => at / 60);
}

/** The nearest length that the service takes; its shortest when nothing was said. */
export function fitHours(service: Service, hours: number | null): number {
  const choices = lengthChoices(service);
  const first = choices[0] ?? service.minHours;
  if (hours === null) return first;
  return choices.reduce((best, choice) => (Math.abs(choice - hours) < Math.abs(best - hours) ? choice : best), first);
}

export interface RateChoice {
  type: RateType;
  minor: number;
}
/** The service's own rate first, then the provider's other one, by the hour or by the day. */
export function rateChoices(service: Service, provider: Provider): RateChoice[] {
  const own = service.unitRateMinor === null ? [] : [{ type: service.rateType, minor: service.unitRateMinor }];
  if (service.rateType === 'fixed') return own;
  const type = service.rateType === 'hourly' ? 'day' : 'hourly';
  const minor = type === 'day' ? provider.dayRateMinor : provider.hourlyRateMinor;
  return minor === null ? own : [...own, { type, minor }];
}

export interface PlaceChoices {
  inPerson: boolean;
  remote: boolean;
}
/** A service that says neither takes place in person. */
export const placeChoices = (service: Pick<Service, 'isRemote' | 'isInPerson'>): PlaceChoices => ({ inPerson: service.isInPerson || !service.isRemote, remote: service.isRemote });

export interface Question {
  question: string;
  required: boolean;
}
export function questionsOf(service: Service): Question[] {
  return Array.isArray(service.questions) ? (service.questions as Question[]) : [];
}

export const activeServices = (provider: Provider) => provider.services.filter((service) => service.active);
