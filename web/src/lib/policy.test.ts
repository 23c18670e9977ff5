import { describe, expect, it } from 'vitest';
import { hoursBefore, isPrepaid, policyName, policyOf, policySentences, policyShort } from './policy';

const flexible = { preset: 'flexible', tiers: [{ hoursBefore: 24, refundPercent: 100 }] };
const moderate = { preset: 'moderate', tiers: [{ hoursBefore: 120, refundPercent: 100 }, { hoursBefore: 0, refundPercent: 50 }] };
const strict = { preset: 'strict', tiers: [{ hoursBefore: 168, refundPercent: 50 }], grace: { hours: 48, daysAhead: 14 } };
const ladder = { preset: 'custom', tiers: [{ hoursBefore: 72, refundPercent: 80 }, { hoursBefore: 24, refundPercent: 12.5 }, { hoursBefore: 1, refundPercent: 0 }] };
const start = '2026-11-24T14:00:00Z'; // Tue 09:00 in New York
const zone = 'America/New_York';

describe('policySentences', () => {
  const soon = '2026-11-21T12:00:00Z';
  const early = '2026-11-01T12:00:00Z';
  it.each([
    ['flexible', flexible, soon, ['Cancel free of charge until Mon 23 Nov, 09:00.', 'After that nothing comes back.']],
    ['flexible, at the boundary', flexible, '2026-11-23T14:00:00Z', ['Cancel free of charge until Mon 23 Nov, 09:00.', 'After that nothing comes back.']],
    ['flexible, a moment late', flexible, '2026-11-23T14:00:00.001Z', ['This cannot be cancelled for a refund.']],
    ['moderate, early', moderate, early, ['Cancel free of charge until Thu 19 Nov, 09:00.', 'After that 50 % comes back.']],
    ['moderate, late', moderate, soon, ['Cancel before the start and 50 % comes back.']],
    ['strict, early', strict, early, ['Cancel within 48 hours of booking and you get everything back.', 'After that, until Tue 17 Nov, 09:00, 50 % comes back.', 'After that nothing comes back.']],
    ['strict, too late for grace', strict, '2026-11-12T12:00:00Z', ['Cancel until Tue 17 Nov, 09:00 and 50 % comes back.', 'After that nothing comes back.']],
    ['own tiers', ladder, soon, ['Cancel until Sat 21 Nov, 09:00 and 80 % comes back.', 'After that, until Mon 23 Nov, 09:00, 12.5 % comes back.', 'After that nothing comes back.']],
  ])('%s', (_name, policy, now, sentences) => expect(policySentences(policy, { start, zone, now, viewer: zone, isPrepaid: true })).toEqual(sentences));
});

const soon = '2026-11-21T12:00:00Z';
it.each([
  ['flexible', flexible, soon, ['Cancel free of charge until Mon 23 Nov, 09:00.', 'After that the full price is owed.']],
  ['flexible, late', flexible, '2026-11-24T12:00:00Z', ['If you cancel, the full price is owed.']],
  ['moderate, early', moderate, '2026-11-01T12:00:00Z', ['Cancel free of charge until Thu 19 Nov, 09:00.', 'After that 50 % of the price is owed.']],
  ['moderate, late', moderate, soon, ['Cancel before the start and 50 % of the price is owed.']],
  ['strict, early', strict, '2026-11-01T12:00:00Z', ['Cancel within 48 hours of booking and nothing is owed.', 'After that, until Tue 17 Nov, 09:00, 50 % of the price is owed.', 'After that the full price is owed.']],
  ['own tiers', ladder, soon, ['Cancel until Sat 21 Nov, 09:00 and 20 % of the price is owed.', 'After that, until Mon 23 Nov, 09:00, 87.5 % of the price is owed.', 'After that the full price is owed.']],
])('nothing is paid before: %s', (_name, policy, now, sentences) => expect(policySentences(policy, { start, zone, now, viewer: zone, isPrepaid: false })).toEqual(sentences));

const ofFirst = 'That is for the first; each later one has its own deadline, as long before its own start.';
it.each([
  ['flexible', flexible, [ofFirst]],
  ['what never comes back', { preset: 'custom', tiers: [] }, []],
  ['free to the start', { preset: 'custom', tiers: [{ hoursBefore: 0, refundPercent: 100 }] }, []],
])('a series: %s', (_name, policy, more) => {
  const when = { start, zone, now: soon, viewer: zone, isPrepaid: true };
  expect(policySentences(policy, { ...when, isSeries: true })).toEqual([...policySentences(policy, when), ...more]);
});
it.each([['upfront', true], ['escrow', true], ['invoice', false], ['after', false], ['none', false], [undefined, false]])('%s is paid before: %s', (payment, is) => expect(isPrepaid(payment)).toBe(is));

it.each([
  ['at the place', zone, 'Cancel free of charge until Mon 23 Nov, 09:00.'],
  ['elsewhere, by the same clock', 'America/Toronto', 'Cancel free of charge until Mon 23 Nov, 09:00.'],
  ['three hours behind', 'America/Los_Angeles', 'Cancel free of charge until Mon 23 Nov, 09:00 (New York time).'],
  ['a zone of quarter hours', 'Asia/Kathmandu', 'Cancel free of charge until Mon 23 Nov, 09:00 (New York time).'],
])('a deadline read %s', (_name, viewer, first) => expect(policySentences(flexible, { start, zone, now: '2026-11-21T12:00:00Z', viewer, isPrepaid: true })[0]).toBe(first));

describe('deadlines by the clock on the wall', () => {
  it.each([
    ['an ordinary day', '2026-11-24T14:00:00Z', 24, zone, '2026-11-23T14:00:00.000Z'],
    ['the clocks go back in between', '2026-11-02T14:00:00Z', 48, zone, '2026-10-31T13:00:00.000Z'],
    ['24 hours are hours, whatever the clocks do', '2026-11-01T14:00:00Z', 24, zone, '2026-10-31T14:00:00.000Z'],
    ['the clocks go forward in between', '2027-03-15T13:00:00Z', 48, zone, '2027-03-13T14:00:00.000Z'],
    ['a zone of quarter hours', '2026-11-24T03:15:00Z', 24, 'Asia/Kathmandu', '2026-11-23T03:15:00.000Z'],
  ])('%s', (_name, at, hours, where, expected) => expect(hoursBefore(at, hours, where).toISOString()).toBe(expected));
});

it.each([
  [flexible, 'Flexible', 'free until 24 h before'],
  [moderate, 'Moderate', 'free until 5 days before'],
  [strict, 'Strict', 'free for 48 h after booking'],
  [ladder, 'Own terms', '80 % back until 3 days before'],
  [{ preset: 'custom', tiers: [{ hoursBefore: 1, refundPercent: 0 }] }, 'Own terms', 'no refund'],
])('in a word: %#', (policy, name, short) => {
  expect(policyName(policy)).toBe(name);
  expect(policyShort(policy)).toBe(short);
});

it.each([[null], [undefined], ['moderate'], [{ preset: 'x' }]])('%j is no policy', (value) => expect(policyOf(value)).toBeNull());
