// A cancellation policy in words: what comes back if you cancel, until when. Deadlines are counted
// on the clock of the place, and the boundary itself is still in time.
import { deadline as deadlineOf } from './deadline';
import { words } from './i18n';
import { DAY_MS, HOUR_MS, viewerZone, zoneOffsetMs, type Instant } from './time';

export interface CancellationPolicy {
  preset: string;
  tiers: { hoursBefore: number; refundPercent: number }[];
  grace?: { hours: number; daysAhead: number };
}

const t = words('policy', {
  flexible: 'Flexible',
  moderate: 'Moderate',
  strict: 'Strict',
  custom: 'Own terms',
  grace: 'Cancel within {hours} hours of booking and you get everything back.',
  free: 'Cancel free of charge until {deadline}.',
  freeToStart: 'Cancel free of charge until the start.',
  part: 'Cancel until {deadline} and {percent} comes back.',
  partToStart: 'Cancel before the start and {percent} comes back.',
  thenPart: 'After that, until {deadline}, {percent} comes back.',
  thenPartToStart: 'After that {percent} comes back.',
  thenNothing: 'After that nothing comes back.',
  nothing: 'This cannot be cancelled for a refund.',
  // nothing is paid before: what comes back is what is not owed
  graceOwed: 'Cancel within {hours} hours of booking and nothing is owed.',
  partOwed: 'Cancel until {deadline} and {share} is owed.',
  partToStartOwed: 'Cancel before the start and {share} is owed.',
  thenPartOwed: 'After that, until {deadline}, {share} is owed.',
  thenPartToStartOwed: 'After that {share} is owed.',
  thenNothingOwed: 'After that the full price is owed.',
  nothingOwed: 'If you cancel, the full price is owed.',
  share: '{percent} of the price',
  noShare: 'nothing',
  ofFirst: 'That is for the first; each later one has its own deadline, as long before its own start.',
  shortFree: 'free until {time} before',
  shortPart: '{percent} back until {time} before',
  shortNone: 'no refund',
  shortGrace: 'free for {hours} h after booking',
  percent: '{percent} %',
  days: '{count} days',
  hours: '{count} h',
});

/** What the server stores, or null for anything else. */
export function policyOf(value: unknown): CancellationPolicy | null {
  const policy = value as CancellationPolicy | null | undefined;
  return policy && typeof policy === 'object' && Array.isArray(policy.tiers) ? policy : null;
}

/** Two or more whole days before the start by the clock on the wall there, across a change of the clocks too; any
 * other number of hours, 24 among them, as hours that pass. The server counts the same way. */
export function hoursBefore(start: Instant, hours: number, zone: string): Date {
  const at = new Date(start).getTime();
  if (hours < 48 || hours % 24 !== 0) return new Date(at - hours * HOUR_MS);
  const wall = at + zoneOffsetMs(at, zone) - hours * HOUR_MS;
  let guess = wall - zoneOffsetMs(at, zone);
  for (let i = 0; i < 2; i++) guess = wall - zoneOffsetMs(guess, zone);
  return new Date(guess);
}

export interface Term {
  percent: number;
  /** Null: until the start. */
  until: Date | null;
}
/** The tiers that can still be used, from the earliest deadline to the last. */
export function termsLeft(policy: CancellationPolicy, start: Instant, zone: string, now: Instant): Term[] {
  return policy.tiers
    .filter((tier) => tier.refundPercent > 0)
    .map((tier) => ({ percent: tier.refundPercent, until: tier.hoursBefore === 0 ? null : hoursBefore(start, tier.hoursBefore, zone) }))
    .filter(({ until }) => until === null || until.getTime() >= new Date(now).getTime());
}

interface When {
  start: Instant;
  zone: string;
  now: Instant;
  viewer?: string;
  /** Whether it is paid before: otherwise what does not come back is owed. */
  isPrepaid: boolean;
  /** The first of several, each of which has its own deadlines. */
  isSeries?: boolean;
}

function graceHours(policy: CancellationPolicy, start: Instant, now: Instant): number {
  const ahead = new Date(start).getTime() - new Date(now).getTime();
  return policy.grace && ahead >= policy.grace.daysAhead * DAY_MS ? policy.grace.hours : 0;
}

function shareOwed(refundPercent: number): string {
  const percent = Number((100 - refundPercent).toFixed(2));
  return percent > 0 ? t('share', { percent: t('percent', { percent }) }) : t('noShare');
}

function termSentence(term: Term, isFirst: boolean, { zone, viewer, isPrepaid }: When): string {
  const values = { percent: t('percent', { percent: term.percent }), share: shareOwed(term.percent) };
  const deadline = term.until ? deadlineOf(term.until, zone, viewer ?? viewerZone()) : '';
  if (isFirst && term.percent === 100) return term.until ? t('free', { deadline }) : t('freeToStart');
  const key = term.until ? (isFirst ? 'part' : 'thenPart') : isFirst ? 'partToStart' : 'thenPartToStart';
  return t(isPrepaid ? key : `${key}Owed`, { ...values, deadline });
}

/** "Cancel free of charge until Mon 23 Nov, 09:00." "After that nothing comes back." */
export function policySentences(policy: CancellationPolicy, when: When): string[] {
  const terms = termsLeft(policy, when.start, when.zone, when.now);
  const hours = graceHours(policy, when.start, when.now);
  const sentences = [
    ...(hours > 0 ? [t(when.isPrepaid ? 'grace' : 'graceOwed', { hours })] : []),
    ...terms.map((term, index) => termSentence(term, index === 0 && hours === 0, when)),
  ];
  const last = terms[terms.length - 1];
  if (sentences.length === 0) sentences.push(t(when.isPrepaid ? 'nothing' : 'nothingOwed'));
  else if (last === undefined || last.until !== null) sentences.push(t(when.isPrepaid ? 'thenNothing' : 'thenNothingOwed'));
  const hasDeadline = hours > 0 || policy.tiers.some((tier) => tier.refundPercent > 0 && tier.hoursBefore > 0);
  return when.isSeries && hasDeadline ? [...sentences, t('ofFirst')] : sentences;
}

/** What is paid on or before the booking: only that can come back. */
export const isPrepaid = (payment: string | undefined) => payment === 'upfront' || payment === 'escrow';

/** "Moderate" */
export function policyName(policy: CancellationPolicy): string {
  const { preset } = policy;
  return preset === 'flexible' || preset === 'moderate' || preset === 'strict' ? t(preset) : t('custom');
}

/** "free until 5 days before": what matters most, before there is a date. */
export function policyShort(policy: CancellationPolicy): string {
  const first = policy.tiers.find((tier) => tier.refundPercent > 0);
  if (policy.grace && first?.refundPercent !== 100) return t('shortGrace', { hours: policy.grace.hours });
  if (!first) return t('shortNone');
  const isDays = first.hoursBefore >= 48 && first.hoursBefore % 24 === 0;
  const time = isDays ? t('days', { count: first.hoursBefore / 24 }) : t('hours', { count: first.hoursBefore });
  return first.refundPercent === 100 ? t('shortFree', { time }) : t('shortPart', { time, percent: t('percent', { percent: first.refundPercent }) });
}
