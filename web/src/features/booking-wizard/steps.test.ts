import { describe, expect, it } from 'vitest';
import { emptyDraft, type Draft } from './draft';
import { provider, service } from './fixtures';
import { addressOf, createInput, furthestStep, problemsAt, stepOf, withAddress, withService } from './steps';

const whole: Draft = { ...emptyDraft, serviceId: 'service_a', start: '2026-11-24T14:00:00Z', hours: 2, rateType: 'hourly', isRemote: true };
const asking = { ...service, questions: [{ question: 'How many?', required: true }, { question: 'Which key?', required: false }] };

describe('what a step still needs', () => {
  it.each([
    ['a service', 1, whole, undefined, ['serviceId']],
    ['a start', 2, { ...whole, start: '' }, service, ['start']],
    ['a length of the service', 2, { ...whole, hours: 5 }, service, ['hours']],
    ['here or there', 3, { ...whole, isRemote: null }, service, ['isRemote']],
    ['an address', 3, { ...whole, isRemote: false, location: '  ' }, service, ['location']],
    ['a way that the service takes', 3, whole, { ...service, isRemote: false }, ['isRemote']],
    ['answers to what must be answered', 3, { ...whole, answers: { 'How many?': ' ' } }, asking, ['answer:How many?']],
    ['nothing more', 3, { ...whole, answers: { 'How many?': '18' } }, asking, []],
  ] as const)('%s', (_name, step, draft, offered, fields) => expect(problemsAt(step, draft, offered).map(({ field }) => field)).toEqual(fields));
  it.each([[1, emptyDraft, undefined], [2, { ...whole, start: '' }, service], [3, { ...whole, isRemote: null }, service], [4, whole, service]] as const)(
    'leads as far as step %d', (step, draft, offered) => expect(furthestStep(draft, offered)).toBe(step));
});

describe('addresses', () => {
  it.each([
    ['none: the first without a service', {}, emptyDraft, undefined, 1],
    ['none: the time with one', {}, whole, service, 2],
    ['its own', { step: '3' }, whole, service, 3],
    ['not further than can be', { step: '4' }, { ...whole, start: '' }, service, 2],
    ['nonsense', { step: '7' }, whole, service, 2],
  ])('%s', (_name, query, draft, offered, step) => expect(stepOf(query, draft, offered)).toBe(step));
  it('prints what brings it back', () => {
    expect(addressOf('user_p', 3, whole)).toBe('/booking/user_p?step=3&service=service_a&start=2026-11-24T14:00:00Z&hours=2');
  });
});

describe('what an address asks for', () => {
  const second = { ...service, id: 'service_b', durationMinutes: 240, isRemote: false };
  const both = { ...provider, services: [service, second] };
  it.each([
    ['the only service', {}, provider, { serviceId: 'service_a', hours: 1 }],
    ['none of two', {}, both, { serviceId: '', hours: null }],
    ['a service by its link', { service: 'service_b' }, both, { serviceId: 'service_b', hours: 4, isRemote: false }],
    ['a start by its link', { service: 'service_a', start: '2026-11-24T14:00:00.000Z', hours: '2' }, both, { start: '2026-11-24T14:00:00Z', hours: 2 }],
    ['a start in another zone', { service: 'service_a', start: '2026-11-24T09:00:00-05:00' }, both, { start: '2026-11-24T14:00:00Z' }],
    ['nonsense', { service: 'service_x', start: 'soon', hours: '-3' }, provider, { serviceId: 'service_a', start: '', hours: 1 }],
  ])('%s', (_name, query, by, expected) => expect(withAddress(emptyDraft, query, by)).toMatchObject(expected));
  it('another service keeps every answer that still means something', () => {
    const draft = withService({ ...whole, title: 'Mine', rateType: 'day' }, second, both);
    expect(draft).toMatchObject({ serviceId: 'service_b', hours: 4, isRemote: false, title: 'Mine', start: whole.start, rateType: 'hourly' });
  });
});

describe('what is sent', () => {
  it('leaves out what was left empty', () => {
    expect(JSON.parse(JSON.stringify(createInput({ ...whole, location: 'Kept but not for a remote one' }, service, 150)))).toEqual({
      providerId: 'user_p', serviceId: 'service_a', scheduledTime: whole.start, durationHours: 2, rateType: 'hourly', totalPrice: 150, isRemote: true,
    });
  });
  it('sends answers to what is asked now, trimmed', () => {
    const draft = { ...whole, isRemote: false, location: ' Main St 1 ', answers: { 'How many?': ' 18 ', 'Which key?': '', 'Asked before': 'yes' } };
    expect(createInput(draft, asking, 150)).toMatchObject({ location: 'Main St 1', answers: [{ question: 'How many?', answer: '18' }] });
  });
});
