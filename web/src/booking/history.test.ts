// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { standIn } from '~/lib/testZone';
import { change, CLIENT, event, PROVIDER, someBooking } from './fixtures';
import { happening, historyOf, noticeText, storyOf } from './history';

const booking = someBooking();
const asClient = storyOf(booking, 'client', CLIENT);
const asProvider = storyOf(booking, 'provider', PROVIDER);
const at = '2026-11-21T14:14:00Z';

const wednesday = { scheduledTime: '2026-11-25T14:00:00Z', endTime: '2026-11-25T17:00:00Z', by: 'client' };
const move = (type: string, actor: string | null, more: object = {}) => event(2, `booking.${type}`, at, actor, { ...wednesday, ...more });

beforeEach(() => standIn('America/New_York'));

describe('a sentence for each side', () => {
  it.each([
    [event(1, 'booking.created', at, CLIENT, { status: 'PENDING' }), 'You asked for Tue 24 Nov, 09:00 to 12:00', 'Rosa asked for Tue 24 Nov, 09:00 to 12:00'],
    [event(1, 'booking.created', at, CLIENT, { status: 'CONFIRMED' }), 'You booked Tue 24 Nov, 09:00 to 12:00', 'Rosa booked Tue 24 Nov, 09:00 to 12:00'],
    [change(2, 'confirm', 'CONFIRMED', PROVIDER, at), 'Ana accepted your request', 'You accepted the request'],
    [change(2, 'decline', 'DECLINED', PROVIDER, at), 'Ana declined your request', 'You declined the request'],
    [change(2, 'decline', 'DECLINED', null, at), 'It became “Declined” by itself', 'It became “Declined” by itself'],
    [change(2, 'expire', 'EXPIRED', null, at), 'The request ran out before it was answered', 'The request ran out before it was answered'],
    [change(2, 'cancel', 'CANCELLED', CLIENT, at), 'You cancelled', 'Rosa cancelled'],
    [change(2, 'start', 'IN_PROGRESS', PROVIDER, at), 'Ana started', 'You started'],
    [change(2, 'complete', 'COMPLETED', PROVIDER, at), 'Ana marked the work as completed', 'You marked the work as completed'],
    [change(2, 'revision', 'REVISION', CLIENT, at), 'You asked for changes', 'Rosa asked for changes'],
    [change(2, 'approve', 'APPROVED', CLIENT, at), 'You approved the work', 'Rosa approved the work'],
    [change(2, 'approve', 'APPROVED', null, at), 'The work was approved by itself, as nobody objected', 'The work was approved by itself, as nobody objected'],
    [change(2, 'no-show', 'CANCELLED', PROVIDER, at), 'Ana reported that you did not come', 'You reported that Rosa did not come'],
    [event(2, 'booking.updated', at, CLIENT), 'You changed the details', 'Rosa changed the details'],
    [move('reschedule_proposed', CLIENT), 'You asked to move it to Wed 25 Nov, 09:00 to 12:00', 'Rosa asks to move it to Wed 25 Nov, 09:00 to 12:00'],
    [move('rescheduled', CLIENT, { verb: 'reschedule' }), 'You moved the request to Wed 25 Nov, 09:00 to 12:00', 'Rosa moved the request to Wed 25 Nov, 09:00 to 12:00'],
    [move('rescheduled', PROVIDER, { verb: 'accept-reschedule' }), 'Ana agreed: it is now Wed 25 Nov, 09:00 to 12:00', 'You agreed: it is now Wed 25 Nov, 09:00 to 12:00'],
    [move('reschedule_declined', PROVIDER), 'Ana declined Wed 25 Nov, 09:00 to 12:00; the time stays', 'You declined Wed 25 Nov, 09:00 to 12:00; the time stays'],
    [move('reschedule_withdrawn', CLIENT), 'You no longer ask for Wed 25 Nov, 09:00 to 12:00; the time stays', 'Rosa no longer asks for Wed 25 Nov, 09:00 to 12:00; the time stays'],
    [move('reschedule_expired', null), 'Nobody answered about Wed 25 Nov, 09:00 to 12:00; the time stays', 'Nobody answered about Wed 25 Nov, 09:00 to 12:00; the time stays'],
    [event(2, 'payment.captured', at, null), 'Payment captured', 'Payment captured'],
  ])('%#', (one, client, provider) => {
    expect(happening(one, asClient)?.text).toBe(client);
    expect(happening(one, asProvider)?.text).toBe(provider);
  });
});

it('carries what was said with it, and leaves messages to the conversation', () => {
  const events = [event(1, 'message.created', at, CLIENT), change(2, 'cancel', 'CANCELLED', CLIENT, at, { reason: 'The flat is let' })];
  expect(historyOf(events, asProvider)).toMatchObject([{ id: 2, remark: 'The flat is let', isChange: true }]);
});

describe('notices', () => {
  const nobody = { accountId: CLIENT };
  const known = { accountId: PROVIDER, side: 'provider' as const, clientName: 'Rosa Klein', providerName: 'Ana Ribeiro', booking };
  it.each([
    ['without names, a request', 'booking.created', { status: 'PENDING' }, nobody, 'The {client} sent a request'],
    ['without names, an answer', 'booking.status_changed', { verb: 'confirm', to: 'CONFIRMED' }, nobody, 'The {provider} accepted your request'],
    ['without names, who cancelled is not known', 'booking.status_changed', { verb: 'cancel', to: 'CANCELLED' }, nobody, '{Booking} was cancelled'],
    ['with names, a request', 'booking.created', { status: 'PENDING' }, known, 'Rosa asked for Tue 24 Nov, 09:00 to 12:00'],
    ['with names, cancelled', 'booking.status_changed', { verb: 'cancel', to: 'CANCELLED' }, known, 'Rosa cancelled'],
    ['an older entry without its verb', 'booking.status_changed', { to: 'APPROVED' }, known, 'Rosa approved the work'],
    ['asked to move, by the client', 'booking.reschedule_proposed', wednesday, known, 'Rosa asks to move it to Wed 25 Nov, 09:00 to 12:00'],
    ['agreed by the provider', 'booking.rescheduled', { ...wednesday, verb: 'accept-reschedule' }, { ...known, side: 'client' as const, accountId: CLIENT }, 'Ana agreed: it is now Wed 25 Nov, 09:00 to 12:00'],
    ['nobody answered', 'booking.reschedule_expired', wednesday, known, 'Nobody answered about Wed 25 Nov, 09:00 to 12:00; the time stays'],
    ['nobody did it', 'booking.status_changed', { verb: 'expire', to: 'EXPIRED' }, known, 'The request ran out before it was answered'],
  ])('%s', (_name, type, data, story, text) => expect(noticeText(type, data, story)).toBe(text));
});

it('names the zone of a time for somebody on another clock', () => {
  standIn('Asia/Kathmandu');
  expect(happening(event(1, 'booking.created', at, CLIENT, { status: 'PENDING' }), asClient)?.text).toBe('You asked for Tue 24 Nov, 09:00 to 12:00 (New York time)');
  expect(happening(move('reschedule_proposed', CLIENT), asClient)?.text).toBe('You asked to move it to Wed 25 Nov, 09:00 to 12:00 (New York time)');
});
