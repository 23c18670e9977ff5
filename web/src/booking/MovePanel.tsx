import './MovePanel.css';
import { useId } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Booking } from '~/api/types';
import { zoneNote } from '~/lib/clocks';
import { deadline } from '~/lib/deadline';
import { formatMoney } from '~/lib/money';
import { Button } from '~/ui/Button';
import { Said } from '~/ui/Said';
import { openMove, type OpenMove } from './move';
import { useKeptFocus } from './useKeptFocus';
import { useVerb } from './useVerb';
import { firstName, whenText, withWhom, type Side } from './view';
import { t } from './words';

type Proposal = NonNullable<Booking['reschedule']>;

function Facts({ booking, proposal }: { booking: Booking; proposal: Proposal }) {
  const { timeZone: zone, scheduledTime, endTime, currency } = booking;
  const isPriceNew = proposal.totalPriceMinor !== booking.totalPriceMinor;
  return (
    <dl>
      <dt>{t('moveFactNew')}</dt>
      <dd><b>{whenText(proposal.start, proposal.end, zone, 'long')}</b><br /><span class="muted">{zoneNote(proposal.start, zone)}</span></dd>
      {scheduledTime && endTime && <><dt>{t('moveFactNow')}</dt><dd>{whenText(scheduledTime, endTime, zone, 'long')}</dd></>}
      {isPriceNew && <><dt>{t('moveFactPrice')}</dt><dd>{t('movePrice', { price: formatMoney(proposal.totalPriceMinor, currency), before: formatMoney(booking.totalPriceMinor, currency) })}</dd></>}
      <dt>{t('moveFactUntil')}</dt>
      <dd>{t('moveUntil', { at: deadline(new Date(proposal.expiresAt), zone) })}</dd>
    </dl>
  );
}

function title(booking: Booking, proposal: Proposal, move: OpenMove): string {
  if (move.isMine) return t('moveMine');
  return t('moveTheirs', { name: firstName(proposal.by === 'client' ? booking.client.displayName : booking.provider.displayName) });
}

function Answers({ move, verb, isOnline, onAnswer }: { move: OpenMove; verb: string | null; isOnline: boolean; onAnswer: (verb: 'accept-reschedule' | 'decline-reschedule') => void }) {
  const isDisabled = !isOnline || verb !== null;
  return (
    <div class="ends">
      {move.canEnd && (
        <Button disabled={isDisabled} isBusy={verb === 'decline-reschedule'} onClick={() => onAnswer('decline-reschedule')}>
          {move.isMine ? t('moveWithdraw') : t('decline')}
        </Button>
      )}
      {move.canAccept && (
        <Button look="go" disabled={isDisabled} isBusy={verb === 'accept-reschedule'} onClick={() => onAnswer('accept-reschedule')}>{t('accept')}</Button>
      )}
    </div>
  );
}

/** Another time that one side has asked for: until when, and what this side can say to it. */
export function MovePanel({ booking, side }: { booking: Booking; side: Side }) {
  const id = useId();
  const isOnline = useOnline();
  const { run, busy, problem } = useVerb(booking, firstName(withWhom(booking, side)));
  const { place, keep } = useKeptFocus();
  const move = openMove(booking, side);
  const proposal = booking.reschedule;
  const answer = async (verb: 'accept-reschedule' | 'decline-reschedule') => {
    await run(verb);
    keep();
  };
  return (
    <div class="move-slot" ref={place} tabIndex={-1}>
      {problem && !move && <p class="problem" role="alert"><Said message={problem} /></p>}
      {move && proposal && (
        <section class="move-panel" aria-labelledby={id}>
          <h2 id={id}>{title(booking, proposal, move)}</h2>
          <Facts booking={booking} proposal={proposal} />
          {problem && <p class="problem" role="alert"><Said message={problem} /></p>}
          {!isOnline && (move.canAccept || move.canEnd) && <p class="muted xs">{t('offlineAct')}</p>}
          {(move.canAccept || move.canEnd) && <Answers move={move} verb={busy} isOnline={isOnline} onAnswer={(verb) => void answer(verb)} />}
        </section>
      )}
    </div>
  );
}
