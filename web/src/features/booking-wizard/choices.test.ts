import { describe, expect, it } from 'vitest';
import { fitHours, lengthChoices, placeChoices, questionsOf, rateChoices } from './choices';
import { provider, service } from './fixtures';

describe('lengthChoices', () => {
  it.each([
    ['by the step from min to max', { minHours: 1, maxHours: 3, stepMinutes: 30 }, [1, 1.5, 2, 2.5, 3]],
    ['not past a max that the step jumps over', { minHours: 2, maxHours: 3.25, stepMinutes: 60 }, [2, 3]],
    ['a fixed length alone', { durationMinutes: 240 }, [4]],
    ['one and the same', { minHours: 8, maxHours: 8, stepMinutes: 60 }, [8]],
    ['thirds of an hour', { minHours: 0.3333, maxHours: 1, stepMinutes: 20 }, [20 / 60, 40 / 60, 1]],
  ])('%s', (_name, changes, hours) => expect(lengthChoices({ ...service, ...changes })).toEqual(hours));
});

it.each([[null, 1], [2, 2], [2.2, 2], [9, 3], [0.1, 1]])('%j hours fit as %d', (hours, fitted) => expect(fitHours(service, hours)).toBe(fitted));

describe('rateChoices', () => {
  it.each([
    ['both rates', service, provider, ['hourly 7500', 'day 50000']],
    ["the service's own rate is for its own type", { ...service, rateType: 'day' as const, unitRateMinor: 40000 }, provider, ['day 40000', 'hourly 7500']],
    ['no day rate', service, { ...provider, dayRateMinor: null }, ['hourly 7500']],
    ['a fixed price is the only one', { ...service, rateType: 'fixed' as const, unitRateMinor: 15000 }, provider, ['fixed 15000']],
    ['no rate at all', { ...service, unitRateMinor: null }, { ...provider, dayRateMinor: null }, []],
  ])('%s', (_name, offered, by, rates) => expect(rateChoices(offered, by).map(({ type, minor }) => `${type} ${minor}`)).toEqual(rates));
});

it.each([
  [true, true, { inPerson: true, remote: true }],
  [true, false, { inPerson: false, remote: true }],
  [false, true, { inPerson: true, remote: false }],
  [false, false, { inPerson: true, remote: false }],
])('remote %s, in person %s', (isRemote, isInPerson, choices) => expect(placeChoices({ ...service, isRemote, isInPerson })).toEqual(choices));

it('asks nothing where questions are no list', () => expect(questionsOf({ ...service, questions: null })).toEqual([]));
