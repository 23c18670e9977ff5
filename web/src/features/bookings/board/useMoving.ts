// Which booking is asked to move: by a drop, from its card, or once more after signing in.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Booking } from '~/api/types';
import { forgetOpen, useKeptOpen, useOpenBefore } from '~/lib/useKeptOpen';
import { askedOf, canMove, type Asked } from './events';

export interface Moving {
  booking: Booking;
  /** Where it was dropped; null: a free time is chosen first. */
  asked: Asked | null;
  isRefused?: boolean;
  /** The question was open before signing in again. */
  isAgain?: boolean;
}
const OPEN = 'calendar';

/** What the question needs to be asked again. */
export const useKeptMoving = (owner: string, { booking, asked }: Moving, problem: string | null) => useKeptOpen(OPEN, owner, `${booking.id} ${asked?.start ?? ''}`, problem);

export function useMoving(owner: string, bookings: readonly Booking[], isLoaded: boolean) {
  const before = useRef(useOpenBefore(OPEN, owner));
  const [moving, set] = useState<Moving | null>(null);
  const move = (next: Moving | null) => {
    if (!next) forgetOpen(OPEN);
    set(next);
  };
  useEffect(() => {
    if (!isLoaded || before.current === null) return;
    const [id, start] = before.current.split(' ');
    before.current = null;
    const booking = bookings.find((one) => one.id === id);
    move(booking && canMove(booking) ? { booking, asked: start ? askedOf(booking, start) : null, isAgain: true } : null);
  }, [isLoaded, bookings]);
  return { moving, move };
}
