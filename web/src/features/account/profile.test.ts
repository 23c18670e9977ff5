import { describe, expect, it } from 'vitest';
import { profileInput, profileValues } from './profile';

const empty = profileValues(null, 'EUR');

describe('a profile between form and server', () => {
  it('begins empty in the edition’s currency', () => expect(empty).toMatchObject({ headline: '', currency: 'EUR', capacity: '1' }));

  it.each([
    ['an empty rate is none', { hourlyRate: '' }, { hourlyRate: null }],
    ['a rate is a number', { hourlyRate: '74.50' }, { hourlyRate: 74.5 }],
    ['an empty radius is anywhere', { serviceRadiusMiles: ' ' }, { serviceRadiusMiles: null }],
    ['no speed turns ways off', { travelSpeedMph: '' }, { travelSpeedMph: null }],
    ['a speed is a number', { travelSpeedMph: '30' }, { travelSpeedMph: 30 }],
    ['nobody means no one at a time', { capacity: '' }, { capacity: 1 }],
  ])('%s', (_, values, expected) => expect(profileInput({ ...empty, ...values }, empty)).toMatchObject(expected));

  it('does not send a place that was not touched', () => expect(profileInput(empty, empty)).not.toHaveProperty('location'));
  it('sends a chosen place with its point, and words as words', () => {
    const place = { label: 'Bonn', lat: 50.73, lng: 7.1 };
    expect(profileInput({ ...empty, place: { label: 'Bonn', place } }, empty).location).toEqual(place);
    expect(profileInput({ ...empty, place: { label: 'the old mill', place: null } }, empty).location).toBe('the old mill');
  });
});
