import { useMemo } from 'preact/hooks';
import { clockTime, dayKey, formatHours, zoneOffsetMs } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { ZoneField } from '../ZoneField';
import { differs } from './draft';
import { dateName } from './say';
import type { HoursForm } from './useDraft';
import { t } from './words';
import { nextChange, offsetName } from './zone';

/** The place's clock: what it shows now, and when it next leaps. */
export function ZonePanel({ form: { draft, base, change, refusal } }: { form: HoursForm }) {
  const now = useNow();
  const zone = draft.timeZone;
  const today = dayKey(now, zone);
  const leap = useMemo(() => nextChange(Date.now(), zone), [zone, today]);
  // The wall as it would have been without the leap: "at 02:00".
  const wall = leap && leap.at + zoneOffsetMs(leap.at - 60_000, zone);
  return (
    <section class="panel stack zone-panel" aria-labelledby="hours-zone">
      <h2 id="hours-zone">{t('zoneTitle')}</h2>
      <ZoneField
        label={t('zone')} name="timeZone" value={zone} hint={differs(draft, base, 'timeZone') ? t('zoneMoves') : undefined}
        error={refusal?.fields.find(({ field }) => field === 'timeZone')?.message} onInput={(event) => change({ timeZone: (event.currentTarget as HTMLSelectElement).value })}
      />
      <p class="mono sm">{t('zoneNow', { time: clockTime(now, zone), offset: offsetName(zoneOffsetMs(now, zone)) })}</p>
      <p class="sm muted">
        {leap && wall
          ? t(leap.minutes > 0 ? 'forward' : 'back', { by: formatHours(Math.abs(leap.minutes) / 60), day: dateName(dayKey(wall, 'UTC')), time: clockTime(wall, 'UTC') })
          : t('noChange')}
      </p>
    </section>
  );
}
