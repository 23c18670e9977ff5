import './ActionBar.css';
import { useEffect, useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Booking } from '~/api/types';
import { useKeptOpen, useOpenBefore } from '~/lib/useKeptOpen';
import { Button } from '~/ui/Button';
import { Said } from '~/ui/Said';
import { actionsOf, type Action } from './actions';
import { ActionDialog } from './ActionDialog';
import { RescheduleDialog } from './RescheduleDialog';
import { useKeptFocus } from './useKeptFocus';
import { useVerb, type Details } from './useVerb';
import { firstName, withWhom, type Side } from './view';
import { t } from './words';

/** What this side may do now, as the server says; `isFixed` keeps it in reach on a phone. */
export function ActionBar({ booking, side, isFixed = false, size = 'normal' }: { booking: Booking; side: Side; isFixed?: boolean; size?: 'normal' | 'small' }) {
  const other = firstName(withWhom(booking, side));
  const { run, busy, problem, alternatives, clear } = useVerb(booking, other);
  const isOnline = useOnline();
  const { place, keep } = useKeptFocus();
  // A row of a list has no room for what can wait until the booking is opened.
  const actions = actionsOf(booking, side).filter(({ verb }) => isFixed || verb !== 'reschedule');
  const you = (side === 'client' ? booking.client : booking.provider).id;
  const before = useOpenBefore(booking.id, you);
  const [again] = useState<Action | null>(actions.find(({ verb, isAsked }) => isAsked && verb === before) ?? null);
  const [asking, ask] = useState(again);
  useKeptOpen(booking.id, you, asking?.verb ?? null, problem);
  // What was asked about may have become impossible meanwhile: the question goes, why stays.
  useEffect(() => {
    if (asking && !booking.actions.includes(asking.verb)) ask(null);
  }, [asking, booking.actions]);
  const act = async (action: Action, details?: Details) => {
    const isDone = await run(action.verb, details);
    if (isDone) ask(null);
    keep();
  };
  const press = (action: Action) => {
    clear();
    if (action.isAsked) ask(action);
    else void act(action);
  };
  const dialog = { booking, side, isBusy: busy !== null, problem, alternatives, isAgain: asking === again, onClose: () => { ask(null); clear(); } };
  return (
    <div class={`actions ${isFixed && actions.length > 0 ? 'fixed' : ''}`} ref={place} tabIndex={-1} role="group" aria-label={t('actions')}>
      {problem && !asking && <p class="problem" role="alert"><Said message={problem} /></p>}
      {!isOnline && actions.length > 0 && <p class="muted xs">{t('offlineAct')}</p>}
      {actions.map((action) => (
        <Button key={action.verb} look={action.look} size={size} disabled={!isOnline || busy !== null} isBusy={busy === action.verb && !asking} onClick={() => press(action)}>
          {action.label}
        </Button>
      ))}
      {asking?.verb === 'reschedule' && <RescheduleDialog {...dialog} onGo={(reason, start) => void act(asking, { reason, start })} />}
      {asking && asking.verb !== 'reschedule' && <ActionDialog {...dialog} action={asking} onGo={(reason, scope) => void act(asking, { reason, scope })} />}
    </div>
  );
}
