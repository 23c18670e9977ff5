import './NextWeeks.css';
import { useState } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import { addDays, dayKey, formatHours, HOUR_MS, shortDay } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { ErrorState, Skeleton } from '~/ui/States';
import { DayTable } from './DayTable';
import { openDays, sayParts, weeksBetween, type OpenDay } from './openDays';
import { DAY } from './spans';
import { t } from './words';

const DAYS = 28;
const nameOf = (date: string) => shortDay(`${date}T12:00:00Z`, 'UTC');
const say = (date: string, day: OpenDay | undefined) =>
  day ? t('nextDayOpen', { day: nameOf(date), spans: sayParts(day.parts), hours: formatHours(day.ms / HOUR_MS) }) : t('nextDayClosed', { day: nameOf(date) });

function Bar({ day }: { day: OpenDay | undefined }) {
  return <span class="day-bar" aria-hidden="true">{day?.parts.map(({ from, to }) => <i key={from} style={{ '--from': from / DAY, '--to': to / DAY }} />)}</span>;
}

/** Four weeks as the server says they are open: all that opens and closes, together. */
export function NextWeeks({ zone, isChanged }: { zone: string; isChanged: boolean }) {
  const first = dayKey(useNow(), zone);
  const last = addDays(first, DAYS - 1);
  const [chosen, choose] = useState(first);
  const input = { from: first, to: last };
  const { data, error, refetch } = useQuery({ queryKey: keyOf('availability.open', input), queryFn: () => api.availability.open.query(input) });
  const days = data && openDays(data.intervals);
  const total = (week: (string | null)[]) => {
    const ms = week.reduce((sum, date) => sum + ((date && days?.get(date)?.ms) || 0), 0);
    return formatHours(ms / HOUR_MS);
  };
  return (
    <section class="panel next-weeks" aria-labelledby="hours-next">
      <h2 id="hours-next">{t('next')}</h2>
      <p class={`sm ${isChanged ? 'unsaved' : 'muted'}`}>{t(isChanged ? 'nextUnsaved' : 'nextText')}</p>
      {!data && (error ? <ErrorState error={error} title={t('nextFailed')} onRetry={() => void refetch()} /> : <Skeleton count={1} lines={7} />)}
      {days && (
        <>
          <DayTable
            caption={t('nextTable')} weeks={weeksBetween(first, last)} entry={first} chosen={chosen} onDay={choose} end={{ head: t('hoursHead'), of: total }}
            cell={(date) => ({
              label: say(date, days.get(date)),
              class: [date === first && 'today', !days.has(date) && 'past'].filter(Boolean).join(' '),
              content: <><span class="n">{Number(date.slice(8))}</span><Bar day={days.get(date)} /></>,
            })}
          />
          <p class="detail mono xs" aria-live="polite">{say(chosen, days.get(chosen))}</p>
        </>
      )}
    </section>
  );
}
