import { serviceLabel, statusLabel } from '~/api/edition';
import { firstName, whenText, withWhom } from '~/booking/view';
import { clearClock, clockTime, type Instant } from '~/lib/time';
import { t } from '../words';
import type { Entry } from './events';

export function entryTitle({ bookings: [booking] }: Pick<Entry, 'bookings'>): string {
  return booking ? booking.title || serviceLabel(booking.serviceType) : '';
}

/** What it is, in a word beside its glyph. */
export function entryStanding(entry: Entry): string {
  if (entry.kind === 'asking') return t('askedNow');
  if (entry.kind === 'proposed') return t('askedFor');
  return statusLabel(entry.bookings[0]?.status ?? '');
}

export function entryWho(entry: Entry): string {
  const [booking] = entry.bookings;
  if (!booking) return '';
  return entry.kind === 'session' ? t('people', { count: entry.bookings.length }) : firstName(withWhom(booking, entry.side));
}

const isSeries = (entry: Entry) => Boolean(entry.bookings[0]?.seriesId);

/** All of it in one sentence, for those who hear it. */
export function entrySpoken(entry: Entry, zone: string): string {
  if (entry.count) return t('alike', { count: entry.count, standing: entryStanding(entry) });
  const parts = [whenText(entry.start, entry.end, zone, 'long'), entryTitle(entry), entryWho(entry), entryStanding(entry), isSeries(entry) ? t('oneOfSeries') : ''];
  return parts.filter(Boolean).join(', ');
}

/** What stands in the entry: the time and the glyph first, since they are what is looked for. It is heard as one sentence. */
export function EntryText({ entry, start, end, zone, isDot }: { entry: Entry; start: Instant; end: Instant; zone: string; isDot: boolean }) {
  // The widget thinks in wall time, of which the second 01:30 of a night knows nothing.
  const real = (shown: Instant, own: Instant) => clearClock(clockTime(shown, zone) === clockTime(own, zone) ? own : shown, zone);
  return (
    <>
      <span class="vh">{entrySpoken(entry, zone)}</span>
      {isDot ? <span class="ev-dot" aria-hidden="true">{entry.glyph}{entry.count && <span class="ev-count">{entry.count}</span>}</span> : (
        <>
          <span class="ev-time" aria-hidden="true">{real(start, entry.start)}<span class="ev-until">–{real(end, entry.end)}</span></span>
          <span class="ev-title" aria-hidden="true"><span class="ev-glyph">{entry.glyph}</span>{entryTitle(entry)}</span>
          <span class="ev-note" aria-hidden="true">{entryWho(entry)}{isSeries(entry) && ` · ${t('series')}`}</span>
          <span class="ev-standing" aria-hidden="true">{entryStanding(entry)}</span>
        </>
      )}
    </>
  );
}
