import './SeriesPane.css';
import { useState } from 'preact/hooks';
import type { Booking } from '~/api/types';
import { inOrder, lengthOf, weeksBetween } from '~/booking/series';
import { useSeries } from '~/booking/useSeries';
import type { Side } from '~/booking/view';
import { clockTime, shortDay } from '~/lib/time';
import { Button } from '~/ui/Button';
import { ErrorState, Skeleton } from '~/ui/States';
import { StatusTag } from '~/ui/Tag';
import { t } from './words';

const SHOWN = 8;

function rhythmOf(series: readonly Booking[]): string {
  const weeks = weeksBetween(series);
  return weeks === null ? '' : weeks === 1 ? t('weekly') : t('everyWeeks', { count: weeks });
}

function When({ booking }: { booking: Booking }) {
  const { scheduledTime: at, timeZone: zone } = booking;
  return <>{at ? `${shortDay(at, zone)}, ${clockTime(at, zone)}` : ''}</>;
}

/** Of a booking that repeats: which one it is, and the way to the others. */
export function SeriesPane({ booking, side }: { booking: Booking; side: Side }) {
  const { data, isError, error, refetch } = useSeries(booking, side);
  const [isWhole, showAll] = useState(false);
  if (!booking.seriesId || side === 'onlooker') return null;
  const series = inOrder(data ?? []);
  const here = series.findIndex((one) => one.id === booking.id);
  // Those around this one; the others when they are asked for.
  const from = Math.max(0, Math.min(here - 3, series.length - SHOWN));
  const shown = isWhole ? series : series.slice(from, from + SHOWN);
  return (
    <section class="pane">
      <h2>{t('seriesTitle')}{series.length > 0 && <span class="mono xs muted"> {[t('seriesOf', { number: booking.seriesIndex ?? 1, total: lengthOf(series) }), rhythmOf(series)].filter(Boolean).join(', ')}</span>}</h2>
      <div class="in">
        {data ? (
          <ul class="series-list">
            {shown.map((one) => (
              <li key={one.id}>
                <span class="number mono xs">{one.seriesIndex}</span>
                {one.id === booking.id ? <span class="here mono" aria-current="true"><When booking={one} /></span> : <a class="mono" href={`/booking/manage/${one.id}`}><When booking={one} /></a>}
                <StatusTag status={one.status} />
              </li>
            ))}
          </ul>
        ) : isError ? <ErrorState error={error} title={t('seriesFailed')} onRetry={() => void refetch()} /> : <Skeleton count={1} lines={4} />}
        {series.length > shown.length && <Button size="small" look="quiet" onClick={() => showAll(true)}>{t('seriesAll', { count: series.length })}</Button>}
      </div>
    </section>
  );
}
