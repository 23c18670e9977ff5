import './TimeStep.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Service, Slot } from '~/api/types';
import { monthOf } from '~/lib/days';
import { DAY_MS, dayKey, formatHours, longDay, viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { Button } from '~/ui/Button';
import { ErrorState } from '~/ui/States';
import { DayGrid, monthName } from './DayGrid';
import { slotDay, slotsByDay } from '~/booking/starts';
import { fitHours } from './choices';
import { LengthChoice } from './LengthChoice';
import { NothingFree } from './NothingFree';
import { RateChoice } from './RateChoice';
import { RepeatChoice } from './RepeatChoice';
import { Starts } from './Starts';
import { useMonthAhead, useMonthSlots, useNextOpening, type Wanted } from './useSlots';
import type { Wizard } from './useWizard';
import { t } from './words';

const noSlots: Slot[] = [];

/** Whose clock the times are on, and the other one first where there are two. */
function ZoneLine({ zone, at, isYours, onTurn }: { zone: string; at: string | undefined; isYours: boolean; onTurn: () => void }) {
  const viewer = viewerZone();
  if (zonesAgree(at ?? new Date(), zone, viewer)) return <p class="sm muted">{t('zoneHere', { city: zoneCity(zone) })}</p>;
  const cities = isYours ? { city: zoneCity(viewer), other: zoneCity(zone) } : { city: zoneCity(zone), other: zoneCity(viewer) };
  return (
    <div class="zone-line">
      <p class="sm muted">{t(isYours ? 'zoneYoursFirst' : 'zoneBoth', { city: zoneCity(zone), yours: zoneCity(viewer) })}</p>
      <Button look="quiet" size="small" onClick={onTurn}>{t('zoneTurn', { city: cities.other })}</Button>
    </div>
  );
}

function NoTimes({ wizard, wanted, month, onDay }: { wizard: Wizard; wanted: Wanted; month: string; onDay: (day: string) => void }) {
  const next = useNextOpening(wanted, month, wizard.zone, true);
  const day = next.data ? slotDay(next.data) : '';
  return (
    <div class="no-times" role="status">
      <h3>{t('noTimesMonth', { month: monthName(month) })}</h3>
      {next.isPending ? <p class="muted sm">{t('looking')}</p>
        : day ? (
          <>
            <p class="muted sm">{t('noTimesMonthText', { hours: formatHours(wanted.hours) })}</p>
            <Button onClick={() => onDay(day)}>{t('goToNext', { day: longDay(`${day}T12:00:00Z`, 'UTC') })}</Button>
          </>
        ) : <p class="muted sm">{t(wanted.hours > fitHours(wanted.service, null) ? 'noTimesAhead' : 'noTimesLater', { name: wizard.provider.displayName })}</p>}
    </div>
  );
}

function Times({ wizard, service, hours }: { wizard: Wizard; service: Service; hours: number }) {
  const { draft, zone, setFirstShown, setEmptyOf } = wizard;
  const wanted = { service, hours, where: wizard.where };
  const today = dayKey(new Date(), zone);
  const lastDay = dayKey(Date.now() + service.windowDays * DAY_MS, zone);
  // A start that was lost a moment ago is where one looks on.
  const lost = wizard.notice?.start ?? '';
  const [month, setMonth] = useState(monthOf(draft.start || lost ? dayKey(draft.start || lost, zone) : today));
  const [isAll, showAll] = useState(false);
  const [isYours, setYours] = useState(false);
  const [picked, pick] = useState(draft.start === '' && lost ? dayKey(lost, zone) : '');
  const { data, error, refetch, isPlaceholderData } = useMonthSlots(wanted, month, zone);
  useMonthAhead(wanted, month, zone, data !== undefined && !isPlaceholderData && month < monthOf(lastDay));
  const slots = data ?? noSlots;
  const days = useMemo(() => slotsByDay(slots), [slots]);
  const counts = useMemo(() => (data ? new Map([...days].map(([day, list]) => [day, list.length])) : undefined), [data, days]);
  const startDay = draft.start ? dayKey(draft.start, zone) : '';
  const firstOpen = slots[0] ? slotDay(slots[0]) : '';
  const day = monthOf(picked) === month ? picked : monthOf(startDay) === month ? startDay : firstOpen;
  // A start chosen elsewhere (among the nearest ones) is shown where it stands.
  useEffect(() => {
    if (!startDay) return;
    setMonth(monthOf(startDay));
    pick(startDay);
  }, [startDay]);
  useEffect(() => setFirstShown(slots[0]?.start ?? ''), [slots[0]?.start]);
  const isEmpty = data !== undefined && !isPlaceholderData && data.length === 0;
  useEffect(() => {
    if (isEmpty) setEmptyOf(service.id);
  }, [isEmpty, service.id]);
  const choose = (chosen: string) => {
    setMonth(monthOf(chosen));
    pick(chosen);
  };
  if (error && !data) return <ErrorState error={error} title={t('timesFailed')} onRetry={() => void refetch()} />;
  return (
    <div class="time-choice" aria-busy={isPlaceholderData}>
      <DayGrid month={month} counts={counts} chosen={day} first={today} last={lastDay} onMonth={setMonth} onDay={choose} />
      <div class="stack">
        {isEmpty ? <NoTimes wizard={wizard} wanted={wanted} month={month} onDay={choose} />
          : !data ? <div class="starts-loading" role="status" aria-label={t('loadingTimes')}>{Array.from({ length: 9 }, (_, index) => <span key={index} />)}</div>
            : day && <Starts key={day} slots={days.get(day) ?? noSlots} month={slots} day={day} wizard={wizard} wanted={wanted} isAll={isAll} isYours={isYours} />}
        {!isEmpty && day && <Button look="quiet" size="small" class="all-times" onClick={() => showAll(!isAll)}>{t(isAll ? 'freeTimes' : 'allTimes')}</Button>}
        <ZoneLine zone={zone} at={slots[0]?.start} isYours={isYours} onTurn={() => setYours(!isYours)} />
      </div>
    </div>
  );
}

export function TimeStep({ wizard }: { wizard: Wizard }) {
  const { service, draft } = wizard;
  if (!service || draft.hours === null) return null;
  if (wizard.isNothingFree) return <NothingFree wizard={wizard} />;
  return (
    <div class="panel stack time-step">
      <div class="ways"><LengthChoice wizard={wizard} service={service} /><RateChoice wizard={wizard} service={service} /></div>
      <Times wizard={wizard} service={service} hours={draft.hours} />
      <RepeatChoice wizard={wizard} service={service} />
    </div>
  );
}
