// A service's rules in a few words each.
import type { Service } from '~/api/types';
import { policyOf, policyShort } from '~/lib/policy';
import { formatHours } from '~/lib/time';
import { t } from './words';

export function durationText(service: Service): string {
  if (service.durationMinutes !== null) return formatHours(service.durationMinutes / 60);
  if (service.minHours === service.maxHours) return formatHours(service.minHours);
  return t('between', { from: formatHours(service.minHours), to: formatHours(service.maxHours) });
}

const payments: Record<Service['payment'], () => string | null> = {
  none: () => null,
  after: () => t('payAfter'),
  escrow: () => t('payEscrow'),
  upfront: () => t('payUpfront'),
  invoice: () => t('payInvoice'),
};

/** Where, how it is accepted and paid, and what cancelling costs. */
export function termsOf(service: Service): string[] {
  const where = service.isRemote && service.isInPerson ? t('both') : t(service.isRemote ? 'remote' : 'inPerson');
  const accepted = service.acceptance === 'instant' ? t('acceptInstant') : t('acceptRequest', { hours: service.requestTtlHours });
  const policy = policyOf(service.cancellationPolicy);
  return [where, accepted, payments[service.payment](), policy && t('cancel', { terms: policyShort(policy) })].filter((term): term is string => Boolean(term));
}

/** {title, url, kind} as the server keeps it; anything else is not shown. */
export interface Picture {
  title: string;
  url: string;
}
export function picturesOf(portfolio: unknown): Picture[] {
  if (!Array.isArray(portfolio)) return [];
  return (portfolio as { title?: unknown; url?: unknown }[]).flatMap((one) =>
    typeof one?.url === 'string' && /^(\/(?!\/)|https:\/\/)/.test(one.url) ? [{ title: typeof one.title === 'string' ? one.title : '', url: one.url }] : []);
}
