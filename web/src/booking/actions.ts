// The verbs a booking allows now, in plain words and in the order of the bar: the one yellow action is
// what this side is waited for.
import type { Booking } from '~/api/types';
import { statusOf, type Side } from './view';
import { t } from './words';

export const verbs = ['confirm', 'decline', 'cancel', 'start', 'complete', 'revision', 'approve', 'no-show', 'dispute', 'reschedule'] as const;
/** Those of the bar. What needs a form of its own (pay …) comes with its screen, answers to a proposed time with MovePanel. */
export type BarVerb = (typeof verbs)[number];
export type Verb = BarVerb | 'accept-reschedule' | 'decline-reschedule';

/** Under which name what is written to the verb's question is kept. */
export const keptAnswer = (bookingId: string, verb: Verb) => `answer.${bookingId}.${verb}`;

export interface Action {
  verb: BarVerb;
  label: string;
  look: 'go' | 'plain' | 'quiet';
  /** Asked about in a dialog, with a reason, before it is done. */
  isAsked: boolean;
}
const primary: readonly BarVerb[] = ['confirm', 'start', 'complete', 'approve'];
const quiet: readonly BarVerb[] = ['dispute', 'no-show'];
const asked: readonly BarVerb[] = ['decline', 'cancel', 'revision', 'no-show', 'dispute', 'reschedule'];
const isVerb = (name: string): name is BarVerb => (verbs as readonly string[]).includes(name);

function labelOf(verb: BarVerb, status: string): string {
  switch (verb) {
    case 'confirm': return t('accept');
    case 'decline': return t('decline');
    case 'cancel': return status === 'PENDING' ? t('cancelRequest') : t('cancelBooking');
    case 'start': return t('start');
    case 'complete': return t('complete');
    case 'revision': return t('askChanges');
    case 'approve': return t('approve');
    case 'no-show': return t('noShow');
    case 'dispute': return t('report');
    case 'reschedule': return t('reschedule');
  }
}

/** Quiet ones first, the yellow one last, as they stand from left to right. */
export function actionsOf(booking: Pick<Booking, 'actions' | 'status'>, side: Side): Action[] {
  if (side === 'onlooker') return [];
  const allowed = booking.actions.filter(isVerb);
  // A proposed time is answered first: its panel has the yellow action then.
  const go = booking.actions.includes('accept-reschedule') ? undefined : primary.find((verb) => allowed.includes(verb));
  const rank = (action: Action) => ['quiet', 'plain', 'go'].indexOf(action.look);
  return allowed
    // For who may decline a request, cancelling it is the same thing twice.
    .filter((verb) => verb !== 'cancel' || !allowed.includes('decline'))
    .map((verb): Action => ({
      verb,
      label: labelOf(verb, statusOf(booking)),
      look: verb === go ? 'go' : quiet.includes(verb) ? 'quiet' : 'plain',
      isAsked: asked.includes(verb),
    }))
    .sort((a, b) => rank(a) - rank(b));
}
