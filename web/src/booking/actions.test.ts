// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { actionsOf } from './actions';
import { someBooking } from './fixtures';
import type { Side } from './view';

const said = (side: Side, status: string, actions: string[]) =>
  actionsOf(someBooking({ status: status as never, actions }), side).map((action) => `${action.look}: ${action.label}`);

it.each<[string, Side, string, string[], string[]]>([
  ['a provider and a request', 'provider', 'PENDING', ['confirm', 'decline', 'cancel'], ['plain: Decline', 'go: Accept']],
  ['a client and a request', 'client', 'PENDING', ['cancel'], ['plain: Cancel request']],
  ['a provider, too early to start', 'provider', 'CONFIRMED', ['cancel'], ['plain: Cancel {booking}']],
  ['a provider, at the door', 'provider', 'CONFIRMED', ['cancel', 'start'], ['plain: Cancel {booking}', 'go: Start']],
  ['a provider at work', 'provider', 'IN_PROGRESS', ['complete', 'dispute'], ['quiet: Report a problem', 'go: Complete']],
  ['a client and finished work', 'client', 'COMPLETED', ['revision', 'approve', 'dispute'], ['quiet: Report a problem', 'plain: Ask for changes', 'go: Approve']],
  ['verbs with a screen of their own', 'client', 'CONFIRMED', ['pay', 'cancel'], ['plain: Cancel {booking}']],
  ['another time can be asked for', 'client', 'CONFIRMED', ['reschedule', 'cancel'], ['plain: Reschedule', 'plain: Cancel {booking}']],
  ['a proposed time is answered first', 'provider', 'CONFIRMED', ['start', 'accept-reschedule', 'decline-reschedule'], ['plain: Start']],
  ['somebody who looks on', 'onlooker', 'PENDING', ['confirm'], []],
])('%s', (_name, side, status, actions, expected) => expect(said(side, status, actions)).toEqual(expected));
