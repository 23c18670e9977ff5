import './RescheduleDialog.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Booking, Slot } from '~/api/types';
import { dayKey, longDay, shortDay, viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Chips } from '~/ui/Chips';
import { Dialog } from '~/ui/Dialog';
import { TextArea } from '~/ui/Field';
import { ErrorState, Skeleton } from '~/ui/States';
import { movesAtOnce, shownDay, shownStart } from './move';
import { clockLabels, slotsByDay } from './starts';
import { useFreeStarts } from './useFreeStarts';
import { firstName, whenText, withWhom, type Side } from './view';
import { REASON_MAX, t } from './words';

const noon = (day: string) => `${day}T12:00:00Z`;
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
  const day = shownDay(days, picked, dayKey(booking.scheduledTime ?? Date.now(), booking.timeZone));
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

/** The time it has, whose clock is meant, and what sending does. */
function Terms({ booking, side }: { booking: Booking; side: Side }) {
  const { scheduledTime: start, endTime: end, timeZone: zone } = booking;
  const name = firstName(withWhom(booking, side));
  const isOtherClock = !zonesAgree(start ?? Date.now(), zone, viewerZone());
  return (
    <div class="action-terms">
      <p>{movesAtOnce(booking, side) ? t('moveAtOnce', { name }) : t('moveAgree', { name })}</p>
      {start && end && <p class="now-line">{t('moveNow', { when: whenText(start, end, zone) })}{isOtherClock && <> {t('moveZone', { city: zoneCity(zone) })}</>}</p>}
    </div>
  );
}

interface Props {
  booking: Booking;
  side: Side;
  isBusy: boolean;
  problem: string | null;
  onClose: () => void;
  onGo: (reason: string, start: string) => void;
}
/** Another time for this booking, among those that are free four weeks around the one it has. */
export function RescheduleDialog({ booking, side, isBusy, problem, onClose, onGo }: Props) {
  const free = useFreeStarts(booking);
  const isOnline = useOnline();
  const [picked, pick] = useState('');
  const [reason, setReason] = useState('');
  const start = shownStart(free.slots ?? noSlots, picked);
  const lasts = Date.parse(booking.endTime ?? '') - Date.parse(booking.scheduledTime ?? '');
  const end = start && new Date(Date.parse(start) + lasts);
  const send = (event: Event) => {
    event.preventDefault();
    if (start) onGo(reason.trim(), start);
  };
  return (
    <Dialog title={t('moveTitle')} onClose={onClose} look="sheet">
      <form class="stack move-form" onSubmit={send}>
        <Terms booking={booking} side={side} />
        {free.slots ? <StartChoice booking={booking} slots={free.slots} start={start} onStart={pick} />
          : free.error ? <ErrorState error={free.error} title={t('moveFailed')} onRetry={() => void free.refetch()} />
          : <div class="move-loading"><Skeleton count={1} lines={4} /></div>}
        <TextArea
          label={t('reason')} hint={t('reasonHint', { name: firstName(withWhom(booking, side)) })} isOptional
          rows={2} maxLength={REASON_MAX} value={reason} onInput={(event) => setReason(event.currentTarget.value)}
        />
        <p class="now-line" role="status">{start && end ? t('moveChosen', { when: whenText(start, end, booking.timeZone) }) : t('moveChoose')}</p>
        {problem && <p class="problem" role="alert">{problem}</p>}
        {!isOnline && <p class="muted xs">{t('offlineAct')}</p>}
        <div class="ends">
          <Button onClick={onClose}>{t('moveKeep')}</Button>
          <Button type="submit" look="go" disabled={!start || !isOnline} isBusy={isBusy}>{movesAtOnce(booking, side) ? t('moveGo') : t('moveAsk')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
