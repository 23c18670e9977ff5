import type { Booking } from '~/api/types';
import type { Side } from '~/booking/view';
import { isShared, Roster, useRoster } from './Roster';
import { t } from './words';

/** For its provider: who else has a seat in the session that this booking belongs to. */
export function RosterPane({ booking, side }: { booking: Booking; side: Side }) {
  const query = useRoster(booking, side === 'provider');
  if (side !== 'provider' || !isShared(query)) return null;
  return <section class="pane"><h2>{t('roster')}</h2><div class="in"><Roster query={query} current={booking.id} /></div></section>;
}
