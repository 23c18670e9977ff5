import { describe, expect, it } from 'vitest';
import { countdown, isHold, leftMs, warningAt, type Held } from './hold';

const hold: Held = { id: 'hold_a', serviceId: 'service_a', start: '2026-11-24T14:00:00Z', hours: 2, where: '', expiresAt: '2026-11-21T12:10:00Z' };
const at = (text: string) => Date.parse(`2026-11-21T${text}Z`);

describe('how long a time is held', () => {
  it.each([['12:00:00', '10:00'], ['12:00:19', '9:41'], ['12:09:00.500', '1:00'], ['12:09:59.100', '0:01'], ['12:10:00', '0:00'], ['13:00:00', '0:00']])(
    'at %s: %s', (now, text) => expect(countdown(leftMs(hold, at(now)))).toBe(text));
  it.each([
    ['12:00:00', null], ['12:04:59', null], ['12:05:00', 'fiveLeft'], ['12:08:59', 'fiveLeft'], ['12:09:00', 'oneLeft'], ['12:09:59', 'oneLeft'], ['12:10:00', 'heldOver'],
  ])('at %s it is said: %s', (now, said) => expect(warningAt(leftMs(hold, at(now)))).toBe(said));
});

describe('what storage carries', () => {
  it.each([
    ['a hold', hold, true], ['nothing', null, false], ['no end', { ...hold, expiresAt: undefined }, false],
    ['an end that is no time', { ...hold, expiresAt: 'soon' }, false], ['a number for a name', { ...hold, id: 3 }, false], ['a text', 'hold_a', false],
  ])('%s', (_name, value, is) => expect(isHold(value)).toBe(is));
});
