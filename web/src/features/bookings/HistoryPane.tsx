import type { Happening } from '~/booking/history';
import { clockTime, formatInstant, viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { t } from './words';

/** What happened, newest last, on the place's clock. */
export function HistoryPane({ happenings, zone, fresh }: { happenings: Happening[]; zone: string; fresh: ReadonlySet<number> }) {
  const last = happenings[happenings.length - 1];
  const isOtherClock = last !== undefined && !zonesAgree(last.at, zone, viewerZone());
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
