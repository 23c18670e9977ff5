import './MonthMarks.css';
import { useState } from 'preact/hooks';
import { addMonths, firstOf, monthOf, monthWeeks } from '~/lib/days';
import { dayKey, formatInstant, longDay } from '~/lib/time';
import { IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { kindOf, type ExceptionKind } from './copyWeek';
import { DayTable } from './DayTable';
import type { Draft } from './draft';
import { saySpans } from './say';
import type { TimeOff } from './timeOff';
import { weekdayOf } from './week';
import { t } from './words';

type Mark = ExceptionKind | 'off';
const glyphs: Record<Mark, string> = { closed: '×', other: '≠', extra: '+', off: '~' };
const labels = { closed: 'dayClosed', other: 'dayOther', extra: 'dayExtra', off: 'dayOff' } as const;
const legends = { closed: 'legendClosed', other: 'legendOther', extra: 'legendExtra', off: 'legendOff' } as const;

const isOff = ({ isDays, from, to }: TimeOff, date: string, zone: string) =>
  from !== '' && to !== '' && (isDays ? from <= date && date <= to : dayKey(from, zone) <= date && date <= dayKey(to, zone));

/** A month that marks what differs; a day pressed is the day that is meant. */
export function MonthMarks({ draft, today, chosen, onDay }: { draft: Draft; today: string; chosen: string; onDay: (date: string) => void }) {
  const [month, show] = useState(monthOf(chosen || today));
  const name = formatInstant(`${firstOf(month)}T12:00:00Z`, 'UTC', { month: 'long', year: 'numeric' });
  const cell = (date: string) => {
    const exception = draft.exceptions.find((one) => one.date === date);
    const kind = exception && kindOf(exception.intervals, draft.week[weekdayOf(date)]);
    const mark: Mark | undefined = draft.timeOff.some((one) => isOff(one, date, draft.timeZone)) ? 'off' : kind;
    const day = longDay(`${date}T12:00:00Z`, 'UTC');
    return {
      label: t(mark ? labels[mark] : 'dayUsual', { day, spans: saySpans(exception?.intervals ?? []) }),
      class: [date === today && 'today', date < today && 'past', mark].filter(Boolean).join(' '),
      content: <><span class="n">{Number(date.slice(8))}</span><span class="m" aria-hidden="true">{mark ? glyphs[mark] : ''}</span></>,
    };
  };
  return (
    <div class="month-marks">
      <div class="month">
        <IconButton label={t('previousMonth')} onClick={() => show(addMonths(month, -1))}><Icon name="back" /></IconButton>
        <h3 aria-live="polite">{name}</h3>
        <IconButton label={t('nextMonth')} onClick={() => show(addMonths(month, 1))}><Icon name="forward" /></IconButton>
      </div>
      <DayTable caption={`${t('months')}, ${name}`} weeks={monthWeeks(month)} entry={monthOf(chosen) === month ? chosen : today} chosen={chosen} cell={cell} onDay={onDay} onBeyond={(date) => show(monthOf(date))} />
      <ul class="legend xs muted">
        {(Object.keys(glyphs) as Mark[]).map((mark) => <li key={mark}><span class={`m mono ${mark}`} aria-hidden="true">{glyphs[mark]}</span>{t(legends[mark])}</li>)}
      </ul>
    </div>
  );
}
