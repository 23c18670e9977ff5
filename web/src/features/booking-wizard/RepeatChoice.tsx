import './RepeatChoice.css';
import type { Service } from '~/api/types';
import { addDays, dayKey } from '~/lib/time';
import { Chips } from '~/ui/Chips';
import { SelectField, TextField } from '~/ui/Field';
import { problemOf } from './problem';
import { TIMES_MAX, weekly, WEEKS_MAX, type Repeat } from './series';
import type { Wizard } from './useWizard';
import { t } from './words';

const DAYS_IN_WEEK = 7;
const rhythm = (weeks: number) => (weeks === 1 ? t('everyWeek') : t('everyWeeks', { weeks }));

export const rhythmText = (repeat: Repeat, count: number) => t('everyRhythm', { rhythm: rhythm(repeat.everyWeeks), count });

/** How long it goes on: a number, or a last day on the calendar at the place. */
function End({ wizard, repeat, onChange }: { wizard: Wizard; repeat: Repeat; onChange: (change: Partial<Repeat>) => void }) {
  const { draft, zone } = wizard;
  const first = dayKey(draft.start || new Date(), zone);
  return (
    <>
      <Chips
        legend={t('repeatEnds')} name="repeatBy" value={repeat.by} onChange={(by) => onChange({ by: by as Repeat['by'] })}
        chips={[{ value: 'count', label: t('byCount') }, { value: 'until', label: t('byUntil') }]}
      />
      {repeat.by === 'count' ? (
        <TextField
          label={t('howOften')} name="repeat" type="number" inputMode="numeric" min={2} max={TIMES_MAX} value={repeat.count || ''} error={problemOf(wizard, 'repeat')}
          onInput={(event) => onChange({ count: Math.trunc(Number(event.currentTarget.value)) })}
        />
      ) : (
        <TextField
          label={t('lastDay')} name="repeat" type="date" min={addDays(first, DAYS_IN_WEEK * repeat.everyWeeks)} value={repeat.until} error={problemOf(wizard, 'repeat')}
          onInput={(event) => onChange({ until: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** Once, or week after week; for a service that can be booked that far ahead. */
export function RepeatChoice({ wizard, service }: { wizard: Wizard; service: Service }) {
  const { draft, change } = wizard;
  const { repeat } = draft;
  const most = Math.min(WEEKS_MAX, Math.floor(service.windowDays / DAYS_IN_WEEK));
  if (most < 1) return null;
  const set = (next: Repeat | null) => change({ repeat: next }, 'repeat');
  const choices = [{ value: '0', label: t('once') }, ...Array.from({ length: most }, (_, index) => ({ value: String(index + 1), label: rhythm(index + 1) }))];
  return (
    <div class="repeat-choice">
      <SelectField
        label={t('repeat')} value={String(repeat?.everyWeeks ?? 0)} choices={choices}
        onChange={(event) => {
          const everyWeeks = Number(event.currentTarget.value);
          set(everyWeeks === 0 ? null : { ...(repeat ?? weekly), everyWeeks });
        }}
      />
      {repeat && <End wizard={wizard} repeat={repeat} onChange={(part) => set({ ...repeat, ...part })} />}
    </div>
  );
}
