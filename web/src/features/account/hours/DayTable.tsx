import './DayTable.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dayAfterKey } from '~/lib/days';
import { addDays } from '~/lib/time';
import { dayName } from './say';
import { weekdays } from './week';

export interface DayCell {
  label: string;
  class?: string;
  content: ComponentChildren;
}
interface Props {
  caption: string;
  /** Monday to Sunday; null where there is no day. */
  weeks: (string | null)[][];
  entry: string;
  chosen?: string;
  cell: (date: string) => DayCell;
  onDay: (date: string) => void;
  /** The focus wants to leave what is shown. */
  onBeyond?: (date: string) => void;
  first?: string;
  end?: { head: string; of: (week: (string | null)[]) => ComponentChildren };
}

/** Days as a grid of buttons: one Tab leads in, the arrows move within. */
export function DayTable({ caption, weeks, entry, chosen, cell, onDay, onBeyond, first = '1970-01-02', end }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [reached, reach] = useState('');
  const [wanted, want] = useState('');
  const days = weeks.flat().filter((day) => day !== null);
  const stop = days.includes(reached) ? reached : days.includes(entry) ? entry : days[0];
  useLayoutEffect(() => {
    const button = wanted && table.current?.querySelector<HTMLElement>(`[data-date="${wanted}"]`);
    if (!button) return;
    button.focus();
    want('');
  });
  const onKeyDown = (event: KeyboardEvent, date: string) => {
    const last = onBeyond ? addDays(days[days.length - 1]!, 366) : days[days.length - 1]!;
    const next = dayAfterKey(event.key, date, onBeyond ? first : days[0]!, last);
    if (!next) return;
    event.preventDefault();
    if (!days.includes(next)) onBeyond?.(next);
    reach(next);
    want(next);
  };
  return (
    <table class="day-table" role="grid" ref={table} aria-label={caption}>
      <thead>
        <tr>
          {weekdays.map((day) => <th key={day} scope="col" abbr={dayName(day)}>{dayName(day, 'short')}</th>)}
          {end && <th scope="col" class="end">{end.head}</th>}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((date, index) => {
              if (!date) return <td key={index} />;
              const { label, class: extra, content } = cell(date);
              return (
                <td key={index} aria-selected={date === chosen}>
                  <button
                    type="button" data-date={date} tabIndex={date === stop ? 0 : -1} aria-label={label} class={`${extra ?? ''} ${date === chosen ? 'chosen' : ''}`.trim()}
                    onClick={() => { reach(date); onDay(date); }} onKeyDown={(event) => onKeyDown(event, date)}
                  >
                    {content}
                  </button>
                </td>
              );
            })}
            {end && <td class="end mono xs muted">{end.of(week)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
