import './EntryCard.css';
import { useOnline } from '~/api/online';
import type { Booking } from '~/api/types';
import { MovePanel } from '~/booking/MovePanel';
import { shortId, whenText, withWhom, type Side } from '~/booking/view';
import { waitingFor } from '~/booking/waiting';
import { otherSpan } from '~/lib/clocks';
import { formatMoney } from '~/lib/money';
import { zoneCity, zonesAgree } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { Button, ButtonLink } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { StatusTag } from '~/ui/Tag';
import { isShared, Roster, useRoster } from '../Roster';
import { t } from '../words';
import { entryTitle } from './EntryText';
import { canMove, type Entry } from './events';

/** On the clock of the place, and what the other clock shows then. */
function When({ booking, other }: { booking: Booking; other: string }) {
  const { scheduledTime: start, endTime: end, timeZone: place } = booking;
  if (!start || !end) return null;
  return (
    <>
      <dt>{t('jobWhen')}</dt>
      <dd>
        <b>{whenText(start, end, place, 'long')}</b><br />
        <span class="muted">{zonesAgree(start, place, other) ? t('zone', { city: zoneCity(place) }) : t('zoneOther', { city: zoneCity(place), span: otherSpan(start, end, place, other), other: zoneCity(other) })}</span>
      </dd>
    </>
  );
}

function Facts({ booking, side, other }: { booking: Booking; side: Side; other: string }) {
  const waiting = waitingFor(booking, side, useNow());
  const place = booking.isRemote ? t('remote') : booking.location ?? t(booking.locationIsHidden ? 'placeLater' : 'noPlace');
  return (
    <>
      <p class="row"><StatusTag status={booking.status} /><span class="mono xs muted" title={booking.id}>{shortId(booking.id)}</span>{waiting && <span class="sm muted">{waiting.text}</span>}</p>
      <dl>
        <When booking={booking} other={other} />
        <dt>{t('jobWith')}</dt><dd>{withWhom(booking, side)}</dd>
        <dt>{t('jobWhere')}</dt><dd>{place}</dd>
        <dt>{t('jobPrice')}</dt><dd class="mono">{formatMoney(booking.totalPriceMinor, booking.currency)}</dd>
        {booking.seriesId && <><dt>{t('series')}</dt><dd>{t('seriesNumber', { number: booking.seriesIndex ?? 1 })}</dd></>}
      </dl>
    </>
  );
}

interface Props {
  entry: Entry;
  /** The clock that the calendar shows, or the reader's own. */
  other: string;
  onMove: (booking: Booking) => void;
  onClose: () => void;
}
/** One entry of the calendar: its facts, who comes, and the ways on from here. */
export default function EntryCard({ entry, other, onMove, onClose }: Props) {
  const [booking] = entry.bookings;
  const isOnline = useOnline();
  const roster = useRoster(booking, entry.side === 'provider');
  if (!booking) return null;
  const isSession = entry.kind === 'session';
  const isMovable = !isSession && canMove(booking);
  return (
    <Dialog title={entryTitle(entry)} onClose={onClose} look="sheet">
      <div class="entry-card">
        {isSession ? <dl><When booking={booking} other={other} /></dl> : <Facts booking={booking} side={entry.side} other={other} />}
        {!isSession && <MovePanel booking={booking} side={entry.side} />}
        {(isSession || isShared(roster)) && <section><h3>{t('roster')}</h3><Roster query={roster} /></section>}
        {isMovable && !isOnline && <p class="muted xs">{t('moveOffline')}</p>}
        <div class="ends">
          {isMovable && <Button disabled={!isOnline} onClick={() => onMove(booking)}>{t('moveTo')}</Button>}
          {!isSession && <ButtonLink look="go" href={`/booking/manage/${booking.id}`}>{t('openBooking')}</ButtonLink>}
        </div>
      </div>
    </Dialog>
  );
}
