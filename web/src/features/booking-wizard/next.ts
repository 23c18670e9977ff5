// What follows after sending: in sentences, for the review and for the page after it. Pure.
import type { Service } from '~/api/types';
import { firstName } from '~/lib/names';
import { HOUR_MS, viewerZone } from '~/lib/time';
import { deadlineText } from './when';
import { t } from './words';

/** A request waits as long as the service says, and never past its own start. */
export const answerBy = (service: Pick<Service, 'requestTtlHours'>, start: string, now: number) =>
  new Date(Math.min(now + service.requestTtlHours * HOUR_MS, Date.parse(start))).toISOString();

export function nextSentences(service: Service, providerName: string, starts: readonly string[], zone: string, now: number, viewer = viewerZone()): string[] {
  const name = firstName(providerName);
  const payment = t(`pay_${service.payment}`, { name });
  if (service.acceptance === 'instant') return [t('nextInstant', { name }), payment];
  const deadlines = [...new Set(starts.map((start) => deadlineText(answerBy(service, start, now), zone, viewer)))];
  const deadline = deadlines[0] ?? '';
  const later = deadlines.length > 1 ? [t('nextLater', { deadline: deadlines[deadlines.length - 1] ?? '' })] : [];
  return [t(service.pendingBlocks ? 'nextRequest' : 'nextRequestOpen', { name, deadline }), ...later, t('whileRequested', { name }), payment];
}
