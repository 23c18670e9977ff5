// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { isPartOf, keep, keptOf } from './kept';

const form = { title: '', isRemote: false, place: { label: '', point: null }, questions: [] as string[] };

beforeEach(() => sessionStorage.clear());

describe('isPartOf', () => {
  it.each([
    ['nothing', {}, true],
    ['one of its values', { title: 'Ironing' }, true],
    ['a nested one; what is null here may be anything', { place: { label: 'Oslo', point: { lat: 1 } } }, true],
    ['a list', { questions: ['Where?'] }, true],
    ['another kind', { isRemote: 'yes' }, false],
    ['nothing where there is something', { place: null }, false],
    ['a nested one of another kind', { place: { label: 3, point: null } }, false],
    ['no list', { questions: {} }, false],
    ['a name that the form does not know', { colour: 'red' }, false],
    ['no values at all', 'title', false],
  ])('%s', (_name, value, expected) => expect(isPartOf(form)(value)).toBe(expected));
});

it('what is kept is given to its owner, as long as it is of its kind', () => {
  keep('service.new', 'user_a', { title: 'Ironing' });
  expect(keptOf('service.new', 'user_a', isPartOf(form))).toEqual({ title: 'Ironing' });
  expect(keptOf('service.new', 'user_b', isPartOf(form))).toBeNull();
  expect(keptOf('service.new', 'user_a', isPartOf({ colour: '' }))).toBeNull();
});
