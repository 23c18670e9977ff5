import './HoursTable.css';
import { dayKey, formatInstant, shortDay, zoneCity } from '~/lib/time';
import { ErrorState, Skeleton } from '~/ui/States';
import { comingExceptions, dayNames, weekRows, type Interval } from './hours';
import { useAvailability } from './useProvider';
import { t } from './words';

// 2 November 2026 is a Monday.
const nameOf = (index: number) => formatInstant(Date.UTC(2026, 10, 2 + index, 12), 'UTC', { weekday: 'long' });
const said = (intervals: readonly Interval[]) => (intervals.length === 0 ? t('closed') : intervals.map(({ start, end }) => `${start}–${end}`).join(', '));

export function HoursTable({ providerId }: { providerId: string }) {
  const query = useAvailability(providerId);
  const { data } = query;
  const coming = data ? comingExceptions(data.exceptions, dayKey(Date.now(), data.timeZone)) : [];
  return (
    <section class="panel hours" aria-labelledby="hours">
      <h2 id="hours">{t('hours')}</h2>
      {query.error && !data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!query.error && !data && <Skeleton lines={7} />}
      {data && (
        <>
          <table>
            <thead class="vh"><tr><th scope="col">{t('day')}</th><th scope="col">{t('open')}</th></tr></thead>
            <tbody>
              {weekRows(data.weekly).map(({ day, intervals }) => (
                <tr key={day} class={intervals.length === 0 ? 'muted' : ''}><th scope="row">{nameOf(dayNames.indexOf(day))}</th><td class="mono xs">{said(intervals)}</td></tr>
              ))}
            </tbody>
          </table>
          {coming.length > 0 && (
            <dl class="except xs">
              <dt class="muted">{t('except')}</dt>
              {coming.map(({ date, intervals }) => <dd key={date} class="mono">{shortDay(`${date}T12:00:00Z`, 'UTC')}: {said(intervals)}</dd>)}
            </dl>
          )}
          <p class="xs muted note">{data.rules.length > 0 && `${t('byRule')} `}{t('hoursNote', { city: zoneCity(data.timeZone) })}</p>
        </>
      )}
    </section>
  );
}
