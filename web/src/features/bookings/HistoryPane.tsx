import type { BookingEvent } from '~/api/types';
import { historyOf, type Story } from '~/booking/history';
import { clockTime, formatInstant, viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { t } from './words';

/** What happened, newest last, on the place's clock: named once, over all of it. */
export function HistoryPane({ events, story, zone, fresh }: { events: BookingEvent[]; story: Story; zone: string; fresh: ReadonlySet<number> }) {
  const last = events[events.length - 1];
  const isOtherClock = last !== undefined && !zonesAgree(last.at, zone, viewerZone());
  const happenings = historyOf(events, { ...story, isZoneSaid: isOtherClock });
  return (
    <section class="pane">
      <h2>{t('history')}{isOtherClock && <span class="muted xs mono"> {t('historyZone', { city: zoneCity(zone) })}</span>}</h2>
      <ol class="happened">
        {happenings.map((one) => (
          <li key={one.id} class={fresh.has(one.id) ? 'fresh' : ''}>
            <time dateTime={one.at}>{formatInstant(one.at, zone, { weekday: 'short' })} {formatInstant(one.at, zone, { day: 'numeric' })} {clockTime(one.at, zone)}</time>
            <span>{one.text}{one.remark && <q>{one.remark}</q>}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
