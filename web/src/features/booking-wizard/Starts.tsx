import type { Slot } from '~/api/types';
import { clockTime, dayKey, longDay, shortDay, viewerZone, zonesAgree } from '~/lib/time';
import { clockLabels, partsOfDay } from '~/booking/starts';
import { problemOf } from './problem';
import type { Wizard } from './useWizard';
import { t } from './words';

function Start({ slot, label, wizard }: { slot: Slot; label: string; wizard: Wizard }) {
  const viewer = viewerZone();
  const isOther = !zonesAgree(slot.start, wizard.zone, viewer);
  const isOtherDay = isOther && dayKey(slot.start, viewer) !== dayKey(slot.start, wizard.zone);
  const yours = isOtherDay ? `${shortDay(slot.start, viewer).slice(0, 3)} ${clockTime(slot.start, viewer)}` : clockTime(slot.start, viewer);
  return (
    <label class="key">
      <input
        type="radio" name="start" value={slot.start} checked={wizard.draft.start === slot.start}
        onChange={() => { wizard.change({ start: slot.start }, 'start'); wizard.setNotice(null); }}
      />
      <span class="name">{label}</span>
      {isOther && <span class="hint"><span aria-hidden="true">{yours}</span><span class="vh">, {t('yours', { time: yours })}</span></span>}
      {slot.seatsLeft > 1 && <span class="vh">, {t('seatsLeft', { count: slot.seatsLeft })}</span>}
    </label>
  );
}

/** The free starts of a day, all of them one group of radio buttons. */
export function Starts({ slots, day, wizard }: { slots: Slot[]; day: string; wizard: Wizard }) {
  const labels = clockLabels(slots);
  const parts = partsOfDay(slots);
  const name = longDay(`${day}T12:00:00Z`, 'UTC');
  const error = problemOf(wizard, 'start');
  return (
    <fieldset class="chip-keys facts starts" aria-describedby={error ? 'start-error' : undefined} data-invalid={error ? '' : undefined}>
      <legend class="label">{t('startsOn', { day: name })}</legend>
      {error && <p class="problem" id="start-error">{error}</p>}
      {slots.length === 0 && <p class="muted sm">{t('noTimesDay')}</p>}
      {parts.map(([part, list]) => (
        <div key={part} class="part">
          <p class="xs muted">{t(part)}</p>
          <div class="keys">{list.map((slot) => <Start key={slot.start} slot={slot} label={labels.get(slot.start) ?? ''} wizard={wizard} />)}</div>
        </div>
      ))}
    </fieldset>
  );
}
