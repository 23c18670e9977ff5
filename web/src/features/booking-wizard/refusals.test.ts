import { describe, expect, it } from 'vitest';
import type { Refusal } from '~/api/client';
import { lengthMeaning, meaningOf } from './refusals';

const refusal = (code: string, more: Partial<Refusal> = {}): Refusal => ({ code, message: 'Said the server.', fields: [], status: 422, isOffline: false, more: {}, ...more });
const field = (name: string) => ({ field: name, code: 'invalid', message: `About ${name}.` });

describe('meaningOf', () => {
  it.each([
    ['slot_taken', 'time', 2], ['outside_hours', 'time', 2], ['off_grid', 'time', 2], ['too_soon', 'time', 2], ['too_far', 'time', 2],
    ['day_limit', 'time', 2], ['week_limit', 'time', 2], ['travel', 'time', 2], ['rate_changed', 'price', 4], ['unauthenticated', 'signIn', 4],
    ['service_required', 'service', 1], ['service_inactive', 'service', 1], ['not_found', 'service', 1], ['bad_duration', 'fields', 2],
    ['remote_not_offered', 'fields', 3], ['in_person_not_offered', 'fields', 3], ['outside_area', 'fields', 3], ['idempotency_mismatch', 'sentBefore', 4], ['rate_limited', 'wait', 4], ['unreachable', 'away', 4],
    ['outcome_unknown', 'away', 4], ['unavailable', 'away', 4], ['internal', 'away', 4], ['client_limit', 'no', 4], ['self_booking', 'no', 4],
    ['something_new', 'no', 4],
  ])('%s is %s at step %d', (code, kind, step) => expect(meaningOf(refusal(code))).toMatchObject({ kind, step }));

  it('keeps the new quote of a changed price', () => {
    const quote = { totalMinor: 9900 };
    expect(meaningOf(refusal('rate_changed', { more: { quote } }))).toEqual({ kind: 'price', step: 4, quote });
  });
  it.each([
    [['answers[0].answer'], 3, ['answers']],
    [['scheduledTime'], 2, ['start']],
    [['company', 'durationHours', 'rateType'], 2, ['hours', 'rateType']],
    [['location.lat'], 3, ['location']],
  ])('%j leads to step %d', (names, step, fields) => {
    const meaning = meaningOf(refusal('invalid', { fields: names.map(field) }));
    expect(meaning).toMatchObject({ kind: 'fields', step });
    expect(meaning.kind === 'fields' && meaning.problems.map((problem) => problem.field)).toEqual(fields);
  });
  it('says a field that no step has in the words of the server', () => {
    expect(meaningOf(refusal('invalid', { fields: [field('projectId')] }))).toEqual({ kind: 'no', step: 4, code: 'invalid', message: 'Said the server.' });
  });
});

it.each([
  ['the same start for longer', 'outside_hours', { start: 'a', hours: 2 }, 'tooLong'],
  ['another start', 'outside_hours', { start: 'b', hours: 2 }, 'outsideHours'],
  ['the same choice again', 'outside_hours', { start: 'a', hours: 3 }, 'outsideHours'],
  ['nothing held before', 'outside_hours', null, 'outsideHours'],
  ['taken', 'slot_taken', { start: 'a', hours: 2 }, 'slotTaken'],
])('whether the length is at fault: %s', (_name, code, held, sentence) =>
  expect(lengthMeaning(meaningOf(refusal(code)), held, { start: 'a', hours: 3 })).toMatchObject({ kind: 'time', sentence }));
