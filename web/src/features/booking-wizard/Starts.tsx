import type { Slot } from '~/api/types';
import { clockOn, weekday } from '~/lib/clocks';
import { longDay, viewerZone, zonesAgree } from '~/lib/time';
import { clockLabels, partsOfDay } from '~/booking/starts';
import { useState } from 'preact/hooks';
import { localText, startsOf, type Start } from './grid';
import { problemOf } from './problem';
import type { Wanted } from './useSlots';
import type { Wizard } from './useWizard';
import { WhyNot } from './WhyNot';
import { t } from './words';

interface Labels {
  /** By its start: what stands large, and what small below it where two zones differ. */
  main: Map<string, string>;
  other: Map<string, string>;
}

/** On the clock of a zone; with the weekday where that is another day than the one that is looked at. */
function clocksIn(starts: readonly Start[], zone: string, day: string): Map<string, string> {
  const clocks = clockLabels(starts.map(({ start }) => ({ start, local: localText(start, zone) })));
  return new Map(starts.map(({ start }) => [start, clockOn(day, start, zone, weekday, clocks.get(start))]));
}
function labelsOf(starts: readonly Start[], day: string, zone: string, isYours: boolean): Labels {
  const viewer = viewerZone();
  const differ = starts.filter(({ start }) => !zonesAgree(start, zone, viewer));
  const place = clockLabels(starts);
  if (differ.length === 0) return { main: place, other: new Map() };
  const yours = clocksIn(starts, viewer, day);
  return isYours ? { main: yours, other: place } : { main: place, other: new Map(differ.map(({ start }) => [start, yours.get(start) ?? ''])) };
}

interface Key {
  start: Start;
  labels: Labels;
  wizard: Wizard;
  isYours: boolean;
}
function Clocks({ start: { start, seatsLeft }, labels, isYours }: Key) {
  const other = labels.other.get(start);
  return (
    <>
      <span class="name">{labels.main.get(start)}</span>
      {other && <span class="hint"><span aria-hidden="true">{other}</span><span class="vh">, {t(isYours ? 'there' : 'yours', { time: other })}</span></span>}
      {seatsLeft > 1 && <span class="vh">, {t('seatsLeft', { count: seatsLeft })}</span>}
    </>
  );
}
function Free(key: Key) {
  const { start: { start }, wizard } = key;
  return (
    <label class="key">
      <input
        type="radio" name="start" value={start} checked={wizard.draft.start === start}
        onChange={() => { wizard.change({ start }, 'start'); wizard.setNotice(null); }}
      />
      <Clocks {...key} />
    </label>
  );
}
/** Cannot be booked, but can be asked about. */
function Taken({ isAsked, onAsk, ...key }: Key & { isAsked: boolean; onAsk: () => void }) {
  return <button type="button" class="key taken" aria-disabled="true" aria-pressed={isAsked} onClick={onAsk}><Clocks {...key} /><span class="vh">, {t('notFree')}</span></button>;
}

interface Props {
  slots: Slot[];
  /** All that is free in the month: where the nearest is. */
  month: Slot[];
  day: string;
  wizard: Wizard;
  wanted: Wanted;
  isAll: boolean;
  isYours: boolean;
}
/** The starts of a day, the free ones all one group of radio buttons; the others say why they are not. */
export function Starts({ slots, month, day, wizard, wanted, isAll, isYours }: Props) {
  const [asked, ask] = useState('');
  const starts = startsOf(day, slots, wizard.zone, wanted.service.stepMinutes, isAll);
  const labels = labelsOf(starts, day, wizard.zone, isYours);
  const error = problemOf(wizard, 'start');
  return (
    <fieldset class="chip-keys facts starts" aria-describedby={error ? 'start-error' : undefined} data-invalid={error ? '' : undefined}>
      <legend class="label">{t(isAll ? 'allStartsOn' : 'startsOn', { day: longDay(`${day}T12:00:00Z`, 'UTC') })}</legend>
      {error && <p class="problem" id="start-error">{error}</p>}
      {slots.length === 0 && <p class="muted sm">{t('noTimesDay')}</p>}
      {partsOfDay(starts).map(([part, list]) => (
        <div key={part} class="part">
          <p class="xs muted">{t(part)}</p>
          <div class="keys">
            {list.map((start) => {
              const key = { start, labels, wizard, isYours };
              return start.isFree ? <Free key={start.start} {...key} /> : <Taken key={start.start} {...key} isAsked={asked === start.start} onAsk={() => ask(start.start)} />;
            })}
          </div>
          {list.some(({ start, isFree }) => start === asked && !isFree) && <WhyNot start={asked} label={labels.main.get(asked) ?? ''} month={month} wanted={wanted} wizard={wizard} />}
        </div>
      ))}
    </fieldset>
  );
}
