// What somebody writes to a question about their booking: it outlives signing in again, and goes with the question.
import { useState } from 'preact/hooks';
import type { Booking } from '~/api/types';
import { isPartOf, keep, keptOf } from '~/lib/kept';
import { keptAnswer, type Action } from './actions';
import type { Scope } from './series';
import type { Side } from './view';

interface Answer {
  reason: string;
  scope: Scope;
}
const nothing: Answer = { reason: '', scope: 'this' };

export function useAnswer(booking: Pick<Booking, 'id' | 'client' | 'provider'>, { verb }: Pick<Action, 'verb'>, side: Side) {
  const name = keptAnswer(booking.id, verb);
  const you = (side === 'client' ? booking.client : booking.provider).id;
  const [written, set] = useState<Answer>(() => ({ ...nothing, ...keptOf(name, you, isPartOf(nothing)) }));
  const write = (next: Answer) => {
    set(next);
    keep(name, you, next);
  };
  return { written, write, forget: () => keep(name, you, null) };
}
