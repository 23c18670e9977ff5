// What a provider costs, as cards and profiles say it: "$42/h", "$300/day", "$90".
import type { Provider, Service } from '~/api/types';
import { formatMoney } from './money';

export interface Price {
  amount: string;
  /** "/h", "/day" or nothing. */
  per: string;
}
const units: Record<Service['rateType'], string> = { hourly: '/h', day: '/day', fixed: '' };
const priceIn = (minor: number, currency: string, type: Service['rateType']): Price => ({ amount: formatMoney(minor, currency, 'short'), per: units[type] });

/** As it is: an hour, a day or the whole. Null: it has no rate yet. */
export function servicePrice(service: Pick<Service, 'unitRateMinor' | 'currency' | 'rateType'>): Price | null {
  return service.unitRateMinor === null ? null : priceIn(service.unitRateMinor, service.currency, service.rateType);
}

/** The provider's own rate, an hour before a day; without one, that of the first service. */
export function providerPrice(provider: Provider): Price | null {
  if (provider.hourlyRateMinor !== null) return priceIn(provider.hourlyRateMinor, provider.currency, 'hourly');
  if (provider.dayRateMinor !== null) return priceIn(provider.dayRateMinor, provider.currency, 'day');
  const first = provider.services.find((service) => service.unitRateMinor !== null);
  return first ? servicePrice(first) : null;
}
