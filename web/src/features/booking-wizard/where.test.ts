import { expect, it } from 'vitest';
import { isTown, whereKey, whereOf } from './where';

const town = { label: 'Trenton, NJ', lat: 40.22, lng: -74.74 };
const either = { isRemote: true, isInPerson: true };

it.each([
  ['nothing for what is remote anyway', { isRemote: true, town }, { isRemote: true, isInPerson: false }, {}],
  ['nothing until it is known', { isRemote: null, town }, either, {}],
  ['from afar', { isRemote: true, town }, either, { isRemote: true }],
  ['nothing more in person, until there is a town', { isRemote: false, town: null }, either, {}],
  ['in a town', { isRemote: false, town }, either, { isRemote: false, lat: 40.22, lng: -74.74 }],
])('%s', (_name, draft, service, where) => expect(whereOf(draft, service)).toEqual(where));
it('another town is another question', () => expect(whereKey({ isRemote: false, lat: 1, lng: 2 })).not.toBe(whereKey({ isRemote: false, lat: 1, lng: 3 })));
it.each([[town, true], [null, false], [{ label: 'x' }, false], ['Trenton', false]])('%o from storage', (value, is) => expect(isTown(value)).toBe(is));
