import './MonthGrid.css';
import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { addMonths, dayAfterKey, firstOf, monthOf, monthWeeks, noon } from '~/lib/days';
import { addDays, formatInstant } from '~/lib/time';
import { DayNumber } from '~/ui/DayNumber';
import { Icon } from '~/ui/Icon';
import { t } from './words';

const monthName = (month: string) => formatInstant(noon(firstOf(month)), 'UTC', { month: 'long', year: 'numeric' });
/** 2024-01-01 was a Monday. */
const weekdays = Array.from({ length: 7 }, (_, index) => addDays('2024-01-01', index));

export interface DayMark {
  /** In the cell; the word is seen only where there is room for it, and always heard. */
  count: number;
  word: string;
  tone: 'busy' | 'free';
}
interface Props {
  month: string;
  day: string | null;
  today: string;
  marks: ReadonlyMap<string, DayMark>;
  hrefOf: (day: string) => string;
  monthHref: (month: string) => string;
}

function Cell({ day, mark, isSelected, isToday, isPast, isReached, href }: { day: string; mark: DayMark | undefined; isSelected: boolean; isToday: boolean; isPast: boolean; isReached: boolean; href: string }) {
  return (
    <td class={isToday ? 'today' : isPast ? 'past' : ''}>
      <a href={href} data-day={day} tabIndex={isReached ? 0 : -1} class={mark?.tone ?? ''} aria-current={isSelected ? 'date' : undefined}>
        <DayNumber day={day} />
        {mark && <span class="mark">{mark.count}<span class="w"> {mark.word}</span></span>}
      </a>
    </td>
  );
}

/** A month as a table of days; arrows move in it, and one Tab leaves it. */
export function MonthGrid({ month, day, today, marks, hrefOf, monthHref }: Props) {
  const { route } = useLocation();
  const table = useRef<HTMLTableElement>(null);
  const due = useRef<string | null>(null);
  const weeks = monthWeeks(month);
  const reached = day && monthOf(day) === month ? day : monthOf(today) === month ? today : firstOf(month);
  useEffect(() => {
    if (!due.current) return;
    table.current?.querySelector<HTMLElement>(`[data-day="${due.current}"]`)?.focus();
    due.current = null;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset.day;
    const to = from && dayAfterKey(event.key, from, '1970-01-01', '9999-12-31');
    if (!to) return;
    event.preventDefault();
    due.current = to;
    route(hrefOf(to), true);
  };
  return (
    <section class="month-grid panel" aria-label={monthName(month)}>
      <header>
        <h2>{monthName(month)}</h2>
        <nav class="row" aria-label={t('months')}>
          <a class="btn icon" href={monthHref(addMonths(month, -1))} aria-label={t('previous')}><Icon name="back" /></a>
          <a class="btn small" href={monthHref('')}>{t('today')}</a>
          <a class="btn icon" href={monthHref(addMonths(month, 1))} aria-label={t('next')}><Icon name="forward" /></a>
        </nav>
      </header>
      <table ref={table} onKeyDown={onKeyDown}>
        <caption class="vh">{t('days', { month: monthName(month) })}</caption>
        <thead><tr>{weekdays.map((one) => <th key={one} scope="col" abbr={formatInstant(noon(one), 'UTC', { weekday: 'long' })}>{formatInstant(noon(one), 'UTC', { weekday: 'short' })}</th>)}</tr></thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={index}>
              {week.map((one, column) => one ? (
                <Cell key={one} day={one} mark={marks.get(one)} isSelected={one === day} isToday={one === today} isPast={one < today} isReached={one === reached} href={hrefOf(one)} />
              ) : <td key={column} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
