import './ActionBar.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Booking } from '~/api/types';
import { Button } from '~/ui/Button';
import { actionsOf, type Action } from './actions';
import { ActionDialog } from './ActionDialog';
import { useVerb } from './useVerb';
import { firstName, withWhom, type Side } from './view';
import { t } from './words';

/** The button that was pressed may be gone after it: the focus then stays here and does not fall to the top. */
function useKeptFocus() {
  const bar = useRef<HTMLDivElement>(null);
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (!due) return;
    setDue(false);
    if (!document.activeElement || document.activeElement === document.body) bar.current?.focus({ preventScroll: true });
  }, [due]);
  return { bar, keep: () => setDue(true) };
}

/** What this side may do now, as the server says; `isFixed` keeps it in reach on a phone. */
export function ActionBar({ booking, side, isFixed = false, size = 'normal' }: { booking: Booking; side: Side; isFixed?: boolean; size?: 'normal' | 'small' }) {
  const other = firstName(withWhom(booking, side));
  const { run, busy, problem, clear } = useVerb(booking, other);
  const [asking, ask] = useState<Action | null>(null);
  const isOnline = useOnline();
  const { bar, keep } = useKeptFocus();
  const actions = actionsOf(booking, side);
  // What was asked about may have become impossible meanwhile: the question goes, why stays.
  useEffect(() => {
    if (asking && !booking.actions.includes(asking.verb)) ask(null);
  }, [asking, booking.actions]);
  const act = async (action: Action, reason?: string) => {
    const isDone = await run(action.verb, reason);
    if (isDone) ask(null);
    keep();
  };
  const press = (action: Action) => {
    clear();
    if (action.isAsked) ask(action);
    else void act(action);
  };
  return (
    <div class={`actions ${isFixed && actions.length > 0 ? 'fixed' : ''}`} ref={bar} tabIndex={-1} role="group" aria-label={t('actions')}>
      {problem && !asking && <p class="problem" role="alert">{problem}</p>}
      {!isOnline && actions.length > 0 && <p class="muted xs">{t('offlineAct')}</p>}
      {actions.map((action) => (
        <Button key={action.verb} look={action.look} size={size} disabled={!isOnline || busy !== null} isBusy={busy === action.verb && !asking} onClick={() => press(action)}>
          {action.label}
        </Button>
      ))}
      {asking && (
        <ActionDialog
          action={asking} booking={booking} side={side} isBusy={busy !== null} problem={problem}
          onClose={() => { ask(null); clear(); }} onGo={(reason) => void act(asking, reason)}
        />
      )}
    </div>
  );
}
