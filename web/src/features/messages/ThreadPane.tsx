import { useMemo } from 'preact/hooks';
import type { Account } from '~/api/types';
import { historyOf, storyOf } from '~/booking/history';
import { Thread } from '~/booking/Thread';
import { useBooking, useBookingEvents } from '~/booking/useBooking';
import { sideOf, withWhom } from '~/booking/view';
import { ButtonLink } from '~/ui/Button';
import { ErrorState, Skeleton } from '~/ui/States';
import { t } from './words';

/** The conversation beside the list: the same as on the booking's own page. */
export function ThreadPane({ bookingId, account }: { bookingId: string; account: Account }) {
  const query = useBooking(bookingId);
  const events = useBookingEvents(bookingId);
  const booking = query.data?.booking;
  const happenings = useMemo(
    () => (booking && events.data ? historyOf(events.data, storyOf(booking, sideOf(booking, account.id), account.id)) : []),
    [booking, events.data, account.id],
  );
  if (!booking) return query.isError ? <ErrorState error={query.error} title={t('failed')} onRetry={() => void query.refetch()} /> : <Skeleton count={1} lines={8} />;
  const side = sideOf(booking, account.id);
  return (
    <div class="thread-pane">
      <div class="row about"><h2>{booking.title}</h2><ButtonLink size="small" href={`/booking/manage/${booking.id}`}>{t('toBooking')}</ButtonLink></div>
      <Thread bookingId={booking.id} accountId={account.id} name={withWhom(booking, side)} canWrite={side !== 'onlooker'} happenings={happenings} place={booking.timeZone} />
    </div>
  );
}
