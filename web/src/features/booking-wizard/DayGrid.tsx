import './DayGrid.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addMonths, dayAfterKey, firstOf, monthOf, monthWeeks, noon } from '~/lib/days';
import { addDays, formatInstant } from '~/lib/time';
import { IconButton } from '~/ui/Button';
import { DayNumber } from '~/ui/DayNumber';
import { Icon } from '~/ui/Icon';
import { t } from './words';

interface Props {
  month: string;
  /** Free starts by day; undefined while they are on their way. */
  counts: Map<string, number> | undefined;
  chosen: string;
  first: string;
  last: string;
  onMonth: (month: string) => void;
  onDay: (day: string) => void;
}
const MONDAY = '2024-01-01';
export const monthName = (month: string) => formatInstant(noon(firstOf(month)), 'UTC', { month: 'long', year: 'numeric' });

function Weekdays() {
  return (
    <tr>
      {Array.from({ length: 7 }, (_, index) => noon(addDays(MONDAY, index))).map((day) => (
        <th key={day} scope="col" abbr={formatInstant(day, 'UTC', { weekday: 'long' })}>{formatInstant(day, 'UTC', { weekday: 'short' })}</th>
      ))}
    </tr>
  );
}

/** A month to choose a day from, by finger or by the arrow keys (the grid pattern of the ARIA practices). */
export function DayGrid({ month, counts, chosen, first, last, onMonth, onDay }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [wanted, setWanted] = useState('');
  // At once: the next arrow of a fast hand must find the focus where this one has put it.
  useLayoutEffect(() => {
    if (!wanted || monthOf(wanted) !== month) return;
    table.current?.querySelector<HTMLElement>(`[data-day="${wanted}"]`)?.focus();
    setWanted('');
  }, [wanted, month]);
  // Weeks that are over, or further ahead than can be booked, only make the way longer.
  const weeks = monthWeeks(month).filter((week) => week.some((day) => day && day >= first && day <= last));
  const days = weeks.flat().filter((day) => day !== null && day >= first && day <= last);
  const entry = monthOf(chosen) === month ? chosen : (days.find((day) => day && counts?.get(day)) ?? days[0]);
  const onKeyDown = (event: KeyboardEvent, day: string) => {
    const next = dayAfterKey(event.key, day, first, last);
    if (!next) return;
    event.preventDefault();
    if (monthOf(next) !== month) onMonth(monthOf(next));
    setWanted(next);
  };
  const cell = (day: string | null, index: number) => {
    if (!day) return <td key={index} />;
    const count = counts?.get(day) ?? 0;
    const isOut = day < first || day > last;
    return (
      <td key={index} aria-selected={day === chosen}>
        <button
          type="button" data-day={day} data-field={day === entry ? 'start' : undefined} tabIndex={day === entry ? 0 : -1} disabled={isOut}
          class={day === chosen ? 'chosen' : count > 0 ? 'open' : isOut ? 'out' : ''}
          onClick={() => onDay(day)} onKeyDown={(event) => onKeyDown(event, day)}
        >
          <DayNumber day={day} />
          {count > 0 ? <span class="c mono">{count} <span class="vh">{t('freeInDay', { count })}</span></span>
            : <span class="c mono"><span aria-hidden="true">{counts && !isOut ? '·' : ''}</span><span class="vh">{t('noFreeTime')}</span></span>}
        </button>
      </td>
    );
  };
  return (
    <div class="day-grid">
      <div class="month">
        <IconButton label={t('previousMonth')} disabled={month <= monthOf(first)} onClick={() => onMonth(addMonths(month, -1))}><Icon name="back" /></IconButton>
        <h3 aria-live="polite" id="month-name">{monthName(month)}</h3>
        <IconButton label={t('nextMonth')} disabled={month >= monthOf(last)} onClick={() => onMonth(addMonths(month, 1))}><Icon name="forward" /></IconButton>
      </div>
      <table role="grid" class={counts ? undefined : 'asked-anew'} aria-labelledby="month-name" aria-busy={counts === undefined} ref={table}>
        <thead><Weekdays /></thead>
        <tbody>{weeks.map((week) => <tr key={week.find(Boolean)}>{week.map(cell)}</tr>)}</tbody>
      </table>
    </div>
  );
}
