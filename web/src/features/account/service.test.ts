import { describe, expect, it } from 'vitest';
import { questionsOf, serviceInput, serviceValues } from './service';

const edition = {
  defaults: { acceptance: 'instant', payment: 'upfront', stepMinutes: 15, cancellationPolicy: { preset: 'strict' } },
  catalogue: [{ serviceType: 'SESSION', label: 'Session', plural: 'builders', icon: 'code' }],
};
const fresh = serviceValues(null, edition);

describe('a service between form and server', () => {
  it('begins with the edition’s defaults', () =>
    expect(fresh).toMatchObject({ serviceType: 'SESSION', acceptance: 'instant', payment: 'upfront', stepMinutes: '15', policy: 'strict' }));

  it.each([
    ['a fixed length', { isFixedLength: true, durationMinutes: '45' }, { durationMinutes: 45 }],
    ['a length to choose', { minHours: '1.5', maxHours: '6' }, { durationMinutes: null, minHours: 1.5, maxHours: 6 }],
    ['no rate of its own', { rate: '' }, { rate: null }],
    ['no limit', { maxPerDay: '' }, { maxPerDay: null }],
    ['a limit', { maxPerWeek: '3' }, { maxPerWeek: 3 }],
    ['a preset', { policy: 'flexible' }, { cancellationPolicy: 'flexible' }],
  ])('%s', (_, values, expected) => expect(serviceInput({ ...fresh, ...values })).toMatchObject(expected));

  it('leaves a custom policy alone', () => expect(serviceInput({ ...fresh, policy: 'custom' })).not.toHaveProperty('cancellationPolicy'));
  it('drops questions without words', () =>
    expect(serviceInput({ ...fresh, questions: [{ question: ' ', required: true }, { question: 'Parking?', required: false }] }).questions).toEqual([{ question: 'Parking?', required: false }]));
  it('reads questions as text or object', () => expect(questionsOf(['A?', { question: 'B?', required: true }])).toEqual([{ question: 'A?', required: false }, { question: 'B?', required: true }]));
});
