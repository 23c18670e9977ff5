// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { change, CLIENT, event, PROVIDER, someBooking } from './fixtures';
import { stepsOf } from './steps';

const asked = event(1, 'booking.created', '2026-11-20T20:00:00Z', CLIENT, { status: 'PENDING' });
const accepted = change(2, 'confirm', 'CONFIRMED', PROVIDER, '2026-11-21T14:14:00Z');
const started = change(3, 'start', 'IN_PROGRESS', PROVIDER, '2026-11-24T14:02:00Z');
const completed = change(4, 'complete', 'COMPLETED', PROVIDER, '2026-11-24T17:05:00Z');
const text = (booking: Parameters<typeof stepsOf>[0], events: Parameters<typeof stepsOf>[1]) =>
  stepsOf(booking, events).map((step) => `${step.state} ${step.status}${step.at ? ` ${step.at.slice(8, 16)}${step.isPlanned ? '?' : ''}` : ''}`);

describe('stepsOf', () => {
  it.each([
    ['a request', 'PENDING', [asked], ['now PENDING 20T20:00', 'ahead CONFIRMED', 'ahead IN_PROGRESS 24T14:00?', 'ahead COMPLETED', 'ahead APPROVED']],
    ['accepted', 'CONFIRMED', [asked, accepted], ['done PENDING 20T20:00', 'now CONFIRMED 21T14:14', 'ahead IN_PROGRESS 24T14:00?', 'ahead COMPLETED', 'ahead APPROVED']],
    ['begun late', 'IN_PROGRESS', [asked, accepted, started], ['done PENDING 20T20:00', 'done CONFIRMED 21T14:14', 'now IN_PROGRESS 24T14:02', 'ahead COMPLETED', 'ahead APPROVED']],
    ['declined', 'DECLINED', [asked, change(2, 'decline', 'DECLINED', PROVIDER, '2026-11-21T09:00:00Z')], ['done PENDING 20T20:00', 'now DECLINED 21T09:00']],
    ['ran out', 'EXPIRED', [asked, change(2, 'expire', 'EXPIRED', null, '2026-11-22T20:00:00Z')], ['done PENDING 20T20:00', 'now EXPIRED 22T20:00']],
    ['called off after it was accepted', 'CANCELLED', [asked, accepted, change(3, 'cancel', 'CANCELLED', CLIENT, '2026-11-22T08:00:00Z')], ['done PENDING 20T20:00', 'done CONFIRMED 21T14:14', 'now CANCELLED 22T08:00']],
    ['in dispute', 'DISPUTED', [asked, accepted, started, completed, change(5, 'dispute', 'DISPUTED', CLIENT, '2026-11-25T08:00:00Z')], ['done PENDING 20T20:00', 'done CONFIRMED 21T14:14', 'done IN_PROGRESS 24T14:02', 'done COMPLETED 24T17:05', 'now DISPUTED 25T08:00']],
    ['changes asked for', 'REVISION', [asked, accepted, started, completed, change(5, 'revision', 'REVISION', CLIENT, '2026-11-25T08:00:00Z')], ['done PENDING 20T20:00', 'done CONFIRMED 21T14:14', 'done IN_PROGRESS 24T14:02', 'done COMPLETED 24T17:05', 'now REVISION 25T08:00', 'ahead APPROVED']],
  ] as const)('%s', (_name, status, events, steps) => expect(text(someBooking({ status }), [...events])).toEqual(steps));

  it('leaves asking out where booking is accepting', () => {
    const booking = someBooking({ status: 'CONFIRMED', policy: { acceptance: 'instant', approval: 'client' } });
    expect(text(booking, [event(1, 'booking.created', '2026-11-20T20:00:00Z', CLIENT, { status: 'CONFIRMED' })])[0]).toBe('now CONFIRMED 20T20:00');
  });
  it('ends with completing where nobody approves', () => {
    const booking = someBooking({ status: 'COMPLETED', policy: { approval: 'none' } });
    expect(text(booking, [asked, accepted, started, completed]).at(-1)).toBe('now COMPLETED 24T17:05');
  });
  it('knows the request before its history is here', () => expect(text(someBooking(), [])[0]).toBe('now PENDING 20T20:00'));
});
