// What a refusal at the end means for the person who has just answered everything: where to go,
// and what to say. Pure.
import type { FieldProblem, Refusal } from '~/api/client';
import type { Quote } from '~/api/types';
import type { Clash } from './series';
import type { Problem, Step } from './steps';

export type Meaning =
  | { kind: 'time'; step: 2; sentence: TimeSentence; hours?: number; alternatives?: Alternatives }
  | { kind: 'price'; step: 4; quote: Quote | null }
  | { kind: 'series'; step: 4; clashes: Clash[] }
  | { kind: 'signIn'; step: 4 }
  | { kind: 'service'; step: 1 }
  | { kind: 'fields'; step: Step; problems: Problem[] }
  /** Nobody knows whether it has happened: the same key settles it. */
  | { kind: 'away'; step: 4 }
  /** An earlier send had arrived after all. */
  | { kind: 'sentBefore'; step: 4 }
  | { kind: 'wait'; step: 4 }
  | { kind: 'no'; step: 4; code: string; message: string };
export type TimeSentence = 'slotTaken' | 'outsideHours' | 'tooSoon' | 'tooFar' | 'dayFull' | 'tooFarAway' | 'tooLong';

/** What the server has found instead of a refused time. */
export interface OtherProvider {
  id: string;
  displayName: string;
  headline: string;
  rating: number | null;
  hourlyRateMinor: number | null;
  currency: string;
  start: string;
  timeZone?: string;
}
export interface Alternatives {
  starts: { start: string; end: string }[];
  providers: OtherProvider[];
}

const timeSentences: Record<string, TimeSentence> = {
  slot_taken: 'slotTaken', outside_hours: 'outsideHours', off_grid: 'outsideHours', too_soon: 'tooSoon', too_far: 'tooFar',
  day_limit: 'dayFull', week_limit: 'dayFull', travel: 'tooFarAway',
};
const fieldPlaces: Record<string, [Step, string]> = {
  serviceId: [1, 'serviceId'], serviceType: [1, 'serviceId'],
  scheduledTime: [2, 'start'], repeat: [2, 'repeat'], durationHours: [2, 'hours'], rateType: [2, 'rateType'],
  isRemote: [3, 'isRemote'], location: [3, 'location'], title: [3, 'title'], description: [3, 'description'],
  specialRequirements: [3, 'specialRequirements'], purpose: [3, 'purpose'], company: [3, 'company'], answers: [3, 'answers'],
};

function fieldsMeaning(fields: FieldProblem[]): Meaning | null {
  const placed = fields.map(({ field, message }) => {
    const [step, name] = fieldPlaces[field.split(/[.[]/)[0] ?? ''] ?? ([4, field] as [Step, string]);
    return { step, problem: { field: name, code: 'theirs' as const, message } };
  });
  const first = placed.reduce<Step>((least, { step }) => (step < least ? step : least), 4);
  const problems = placed.filter(({ step }) => step === first).map(({ problem }) => problem);
  return first < 4 ? { kind: 'fields', step: first, problems } : null;
}

export function meaningOf(refusal: Refusal): Meaning {
  const sentence = timeSentences[refusal.code];
  if (sentence) return { kind: 'time', step: 2, sentence, alternatives: refusal.more.alternatives as Alternatives | undefined };
  switch (refusal.code) {
    case 'rate_changed': return { kind: 'price', step: 4, quote: (refusal.more.quote as Quote | undefined) ?? null };
    case 'series_clash': return { kind: 'series', step: 4, clashes: (refusal.more.clashes as Clash[] | undefined) ?? [] };
    case 'unauthenticated': return { kind: 'signIn', step: 4 };
    case 'service_required': case 'service_inactive': case 'not_found': return { kind: 'service', step: 1 };
    case 'bad_duration': return { kind: 'fields', step: 2, problems: [{ field: 'hours', code: 'theirs', message: refusal.message }] };
    case 'remote_not_offered': case 'in_person_not_offered': return { kind: 'fields', step: 3, problems: [{ field: 'isRemote', code: 'theirs', message: refusal.message }] };
    case 'outside_area': return { kind: 'fields', step: 3, problems: [{ field: 'location', code: 'theirs', message: refusal.message }] };
    case 'idempotency_mismatch': return { kind: 'sentBefore', step: 4 };
    case 'rate_limited': return { kind: 'wait', step: 4 };
    case 'unreachable': case 'outcome_unknown': case 'unavailable': case 'internal': case 'request_timeout': return { kind: 'away', step: 4 };
  }
  return fieldsMeaning(refusal.fields) ?? { kind: 'no', step: 4, code: refusal.code, message: refusal.message };
}

type Wanted = { start: string; hours: number };
/** Where the same start was held for another length, it is the new length that does not fit. */
export function lengthMeaning(meaning: Meaning, held: Wanted | null, wanted: Wanted): Meaning {
  const isLength = meaning.kind === 'time' && meaning.sentence === 'outsideHours' && held?.start === wanted.start && held.hours !== wanted.hours;
  return isLength ? { ...meaning, sentence: 'tooLong', hours: wanted.hours } : meaning;
}
