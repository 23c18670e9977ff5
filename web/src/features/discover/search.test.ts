import { describe, expect, it } from 'vitest';
import { addressOf, filterCount, inputOf, needOf, PAGE_SIZE, searchOf, suggest, withoutFilters, type Search } from './search';

const start = { service: 'HOME_CLEANING', location: { label: 'Brooklyn 11215', lat: 40.6627, lng: -73.9866 } };
const now = Date.parse('2026-11-21T15:00:00Z');
const always = { nextSlots: 3, slotsApartHours: 4, limit: PAGE_SIZE, facets: true };

describe('an address and its search', () => {
  it('is the start of the edition when it says nothing', () => {
    expect(inputOf(searchOf('', start), 'UTC', now)).toEqual({ service: 'HOME_CLEANING', location: 'Brooklyn 11215', lat: 40.6627, lng: -73.9866, ...always });
    expect(addressOf(searchOf('', start), start)).toBe('');
  });
  it('leaves the start as soon as it says anything', () => {
    expect(inputOf(searchOf('verified=true', start), 'UTC', now)).toEqual({ verified: true, ...always });
  });
  it('says so when anything anywhere is looked for', () => {
    const anything: Search = { roles: [], verified: false, sortBy: 'relevance' };
    expect(addressOf(anything, start)).toBe('?sortBy=relevance');
    expect(searchOf('sortBy=relevance', start)).toMatchObject({ service: undefined, location: undefined });
    expect(addressOf(anything)).toBe('');
  });
  it.each([
    '?service=MIXING&roles=producer%2Cengineer',
    '?q=parrot&location=Park+Slope%2C+Brooklyn&lat=40.672&lng=-73.977&radius=5&date=2026-11-24&minRating=4.5&maxRate=60&roles=eco&verified=true&sortBy=soonest',
    '?location=Harlem',
  ])('comes back as it was: %s', (address) => {
    expect(addressOf(searchOf(address, start), start)).toBe(address);
  });
  it.each([
    ['lat=40.6', {}],
    ['lat=91&lng=0', {}],
    ['minRating=9&maxRate=-1&radius=many', {}],
    ['sortBy=magic&verified=yes&date=soon', {}],
    ['roles=,&q=%20&service=', {}],
    ['service=home_cleaning', { service: 'HOME_CLEANING' }],
    ['roles=Eco, insured', { roles: ['eco', 'insured'] }],
  ])('does not ask nonsense: %s', (query, asked) => {
    expect(JSON.parse(JSON.stringify(inputOf(searchOf(query, start), 'UTC', now)))).toEqual({ ...asked, ...always });
  });
});

describe('a day', () => {
  const dayOf = (date: string, zone: string) => {
    const { availableFrom, availableTo } = inputOf(searchOf(`date=${date}`), zone, now);
    return [availableFrom, availableTo];
  };
  it('is the whole day of the viewer, also where the clocks change', () => {
    expect(dayOf('2026-11-24', 'America/New_York')).toEqual(['2026-11-24T05:00:00.000Z', '2026-11-25T05:00:00.000Z']);
    expect(dayOf('2027-03-28', 'Europe/Berlin')).toEqual(['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z']);
  });
  it('is asked today, and not when it is over', () => {
    expect(dayOf('2026-11-21', 'UTC')[0]).toBe('2026-11-21T00:00:00.000Z');
    expect(dayOf('2026-11-20', 'UTC')).toEqual([undefined, undefined]);
  });
});

describe('what is needed', () => {
  const catalogue = [
    { serviceType: 'HOME_CLEANING', label: 'Home cleaning', plural: 'home cleaners' },
    { serviceType: 'WINDOW_CLEANING', label: 'Window cleaning', plural: 'window cleaners' },
    { serviceType: 'IRONING', label: 'Ironing', plural: 'people who iron' },
  ];
  it.each([
    ['home cleaning', { service: 'HOME_CLEANING', q: undefined }],
    [' Window Cleaners ', { service: 'WINDOW_CLEANING', q: undefined }],
    ['parrot', { service: undefined, q: 'parrot' }],
    ['  ', { service: undefined, q: undefined }],
  ])('%j is a service of the catalogue, or words', (text, need) => {
    expect(needOf(text, catalogue)).toEqual(need);
  });
  it('is suggested while it is typed, and all of it again once it is whole', () => {
    expect(suggest('clean', catalogue).map((entry) => entry.serviceType)).toEqual(['HOME_CLEANING', 'WINDOW_CLEANING']);
    expect(suggest('Home cleaning', catalogue)).toHaveLength(3);
    expect(suggest('zzz', catalogue)).toEqual([]);
  });
});

it('counts the filters that are on, and takes them off without touching what is looked for', () => {
  const search = searchOf('q=parrot&minRating=4.5&roles=eco,insured&verified=true&date=2026-11-24');
  expect(filterCount(search)).toBe(4);
  expect(addressOf(withoutFilters(search))).toBe('?q=parrot&date=2026-11-24');
});
