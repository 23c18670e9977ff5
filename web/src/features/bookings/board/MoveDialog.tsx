import { RescheduleDialog } from '~/booking/RescheduleDialog';
import { useVerb } from '~/booking/useVerb';
import { firstName, sideOf, withWhom } from '~/booking/view';
import { useKeptMoving, type Moving } from './useMoving';

interface Props {
  moving: Moving;
  accountId: string;
  /** The server said no: nothing moves, and the question stays open for another time. */
  onRefused: () => void;
  onClose: () => void;
}
/** What a drop or “Move to…” leads to: the question, and only its own button sends. */
export default function MoveDialog({ moving, accountId, onRefused, onClose }: Props) {
  const { booking, asked, isAgain } = moving;
  const side = sideOf(booking, accountId);
  const { run, busy, problem, alternatives } = useVerb(booking, firstName(withWhom(booking, side)));
  useKeptMoving(accountId, moving, problem);
  const go = async (reason: string, start: string) => {
    if (await run('reschedule', { reason, start })) onClose();
    else onRefused();
  };
  return <RescheduleDialog booking={booking} side={side} proposed={asked?.start} alternatives={alternatives} isBusy={busy !== null} problem={problem} isAgain={isAgain} onClose={onClose} onGo={(reason, start) => void go(reason, start)} />;
}
