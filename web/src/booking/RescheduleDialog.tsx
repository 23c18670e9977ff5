import './RescheduleDialog.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Booking, Slot } from '~/api/types';
import { zoneNote } from '~/lib/clocks';
import { noon } from '~/lib/days';
import { keep, keptOf } from '~/lib/kept';
import { formatMoney } from '~/lib/money';
import { clockTime, dayKey, longDay, shortDay, viewerZone, zonesAgree } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Chips } from '~/ui/Chips';
import { Dialog } from '~/ui/Dialog';
import { TextArea } from '~/ui/Field';
import { Said } from '~/ui/Said';
import { ErrorState, Skeleton } from '~/ui/States';
import { isOffGrid, isWriting, keptMove, movesAtOnce, nearestStart, shownDay, shownStart, type Writing } from './move';
import { clockLabels, slotsByDay } from './starts';
import { useFreeStarts } from './useFreeStarts';
import type { Start } from './useVerb';
import { firstName, whenText, withWhom, type Side } from './view';
import { REASON_MAX, t } from './words';

const noSlots: Slot[] = [];

interface ChoiceProps {
  booking: Booking;
  slots: Slot[];
  start: string;
  onStart: (start: string) => void;
}
/** First the day, then its free starts: two groups of radio buttons, so that the arrows stay within a day. */
function StartChoice({ booking, slots, start, onStart }: ChoiceProps) {
  const [picked, pick] = useState('');
  const days = useMemo(() => slotsByDay(slots), [slots]);
  const day = shownDay(days, picked || dayKey(start || (booking.scheduledTime ?? Date.now()), booking.timeZone), dayKey(booking.scheduledTime ?? Date.now(), booking.timeZone));
  const list = days.get(day) ?? noSlots;
  const labels = clockLabels(list);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => group.current?.querySelector('.move-days :checked')?.closest('label')?.scrollIntoView?.({ block: 'nearest' }), []);
  if (days.size === 0) return <p class="muted" role="status">{t('moveNoneFree')}</p>;
  return (
    <div class="stack" ref={group}>
      <div class="move-days">
        <Chips
          legend={t('moveDay')} name="move-day" value={day} onChange={pick}
          chips={[...days].map(([key, free]) => ({
            value: key, label: shortDay(noon(key), 'UTC'), hint: t('moveFree', { count: free.length }),
            spoken: t('moveDaySpoken', { day: longDay(noon(key), 'UTC'), count: free.length }),
          }))}
        />
      </div>
      <div class="move-hours">
        <Chips
          legend={t('moveStart', { day: longDay(noon(day), 'UTC') })} name="move-start" value={start} onChange={onStart}
          chips={list.map((slot) => ({ value: slot.start, label: labels.get(slot.start) ?? '' }))}
        />
      </div>
    </div>
  );
}

/** A time on the clock of the place, and on the reader's own where that shows another. */
function bothClocks(start: string, end: string, zone: string): string {
  const when = whenText(start, end, zone, 'long');
  return zonesAgree(start, zone, viewerZone()) ? when : t('moveBoth', { when, zone: zoneNote(start, zone, end) });
}

/** From the old time to the new one, and what becomes of the price: it is by the hour, and the hours stay. */
function Change({ booking, start, end }: { booking: Booking; start: string; end: string }) {
  const { scheduledTime, endTime, timeZone: zone } = booking;
  return (
    <dl class="move-change" aria-live="polite">
      {scheduledTime && endTime && <><dt>{t('moveFactNow')}</dt><dd><s>{bothClocks(scheduledTime, endTime, zone)}</s></dd></>}
      <dt>{t('moveFactNew')}</dt><dd>{start ? <b>{bothClocks(start, end, zone)}</b> : t('moveChoose')}</dd>
      <dt>{t('moveFactPrice')}</dt><dd>{t('movePriceStays', { price: formatMoney(booking.totalPriceMinor, booking.currency) })}</dd>
    </dl>
  );
}

/** The server's own words about a time that cannot be had, and those near it that can. */
function Refused({ problem, alternatives, zone, onStart }: { problem: string; alternatives: Start[]; zone: string; onStart: (start: string) => void }) {
  return (
    <div class="move-refused">
      <p class="problem" role="alert"><Said message={problem} isKept /></p>
      {alternatives.length > 0 && (
        <div class="row" role="group" aria-label={t('moveInstead')}>
          <span class="now-line">{t('moveInstead')}</span>
          {alternatives.map((one) => <Button key={one.start} size="small" class="mono" onClick={() => onStart(one.start)}>{shortDay(one.start, zone)} {clockTime(one.start, zone)}</Button>)}
        </div>
      )}
    </div>
  );
}

/** Why it is not the time that was pointed at. */
function nearestText(slots: Slot[], proposed: string, zone: string): string {
  const time = clockTime(proposed, zone);
  return isOffGrid(slots, proposed) ? t('moveNearest', { time }) : t('moveNotFree', { day: shortDay(proposed, zone), time });
}

/** What sending does. */
function Terms({ booking, side }: { booking: Booking; side: Side }) {
  const name = firstName(withWhom(booking, side));
  return <p class="action-terms">{movesAtOnce(booking, side) ? t('moveAtOnce', { name }) : t('moveAgree', { name })}</p>;
}

interface Props {
  booking: Booking;
  side: Side;
  isBusy: boolean;
  problem: string | null;
  /** A time that was pointed at, free or not: the server says. */
  proposed?: string | undefined;
  alternatives?: Start[];
  /** It was open before signing in again. */
  isAgain?: boolean | undefined;
  onClose: () => void;
  onGo: (reason: string, start: string) => void;
}
/** Another time for this booking, among those that are free four weeks around the one it has. */
export function RescheduleDialog({ booking, side, isBusy, problem, proposed = '', alternatives = [], isAgain, onClose, onGo }: Props) {
  const free = useFreeStarts(booking);
  const isOnline = useOnline();
  const you = (side === 'client' ? booking.client : booking.provider).id;
  const kept = keptMove(booking.id);
  const [found] = useState(() => keptOf(kept, you, isWriting));
  const [picked, pick] = useState((isAgain && found?.start) || proposed || (found?.start ?? ''));
  const [reason, setReason] = useState(found?.reason ?? '');
  const write = (writing: Writing) => keep(kept, you, writing.start || writing.reason ? writing : null);
  const choose = (next: string) => { pick(next); write({ start: next, reason }); };
  const close = () => { keep(kept, you, null); onClose(); };
  const isNamed = picked !== '' && (picked === proposed || alternatives.some((one) => one.start === picked));
  const slots = free.slots ?? noSlots;
  const nearest = useMemo(() => nearestStart({ slots, range: free.range }, proposed, booking), [slots, free.range, proposed, booking]);
  const isNearest = picked === proposed && nearest !== proposed;
  const start = isNearest ? nearest : isNamed ? picked : shownStart(slots, picked);
  const lasts = Date.parse(booking.endTime ?? '') - Date.parse(booking.scheduledTime ?? '');
  const end = start && new Date(Date.parse(start) + lasts).toISOString();
  const send = (event: Event) => {
    event.preventDefault();
    if (start) onGo(reason.trim(), start);
  };
  return (
    <Dialog title={t('moveTitle')} onClose={close} look="sheet" isAgain={isAgain}>
      <form class="move-form" onSubmit={send}>
        <Change booking={booking} start={start} end={end} />
        {isNearest && <p class="now-line" role="status">{nearestText(slots, proposed, booking.timeZone)}</p>}
        <Terms booking={booking} side={side} />
        {problem && <Refused problem={problem} alternatives={alternatives} zone={booking.timeZone} onStart={choose} />}
        {free.slots ? <StartChoice booking={booking} slots={free.slots} start={start} onStart={choose} />
          : free.error ? <ErrorState error={free.error} title={t('moveFailed')} onRetry={() => void free.refetch()} />
          : <div class="move-loading"><Skeleton count={1} lines={4} /></div>}
        <TextArea
          label={t('reason')} hint={t('reasonHint', { name: firstName(withWhom(booking, side)) })} isOptional
          rows={2} maxLength={REASON_MAX} value={reason} onInput={(event) => { setReason(event.currentTarget.value); write({ start: picked, reason: event.currentTarget.value }); }}
        />
        {!isOnline && <p class="muted xs">{t('offlineAct')}</p>}
        <div class="ends move-foot">
          <Button onClick={close}>{t('moveKeep')}</Button>
          <Button type="submit" look="go" disabled={!start || !isOnline} isBusy={isBusy}>{movesAtOnce(booking, side) ? t('moveGo') : t('moveAsk')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
