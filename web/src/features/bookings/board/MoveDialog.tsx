import type { Booking } from '~/api/types';
import { RescheduleDialog } from '~/booking/RescheduleDialog';
import { useVerb } from '~/booking/useVerb';
import { firstName, withWhom, type Side } from '~/booking/view';

interface Props {
  booking: Booking;
  side: Side;
  /** Where it was dropped; without it a free time is chosen first. */
  proposed?: string;
  /** The server said no: nothing moves, and the question stays open for another time. */
  onRefused: () => void;
  onClose: () => void;
}
/** What a drop or “Move to…” leads to: the question, and only its own button sends. */
export default function MoveDialog({ booking, side, proposed, onRefused, onClose }: Props) {
  const { run, busy, problem, alternatives } = useVerb(booking, firstName(withWhom(booking, side)));
  const go = async (reason: string, start: string) => {
    if (await run('reschedule', { reason, start })) onClose();
    else onRefused();
  };
  return <RescheduleDialog booking={booking} side={side} proposed={proposed} alternatives={alternatives} isBusy={busy !== null} problem={problem} onClose={onClose} onGo={(reason, start) => void go(reason, start)} />;
}
