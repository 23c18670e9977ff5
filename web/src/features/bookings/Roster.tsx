import './Roster.css';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Booking } from '~/api/types';
import { ErrorState, Skeleton } from '~/ui/States';
import { StatusTag } from '~/ui/Tag';
import { t } from './words';

/** Who comes to the session that this booking is a seat of: its provider alone is told. */
export function useRoster(booking: Booking | undefined, isProvider: boolean) {
  const serviceId = booking?.serviceId;
  const start = booking?.scheduledTime;
  const input = { serviceId: serviceId ?? '', start: start ?? '', durationHours: booking?.durationHours ?? 0 };
  return useQuery({ queryKey: keyOf('booking.roster', input), queryFn: () => api.booking.roster.query(input), enabled: isProvider && Boolean(serviceId) && Boolean(start) });
}
export type RosterQuery = ReturnType<typeof useRoster>;
/** Only where others could sit too is there anything to tell. */
export const isShared = ({ data }: Pick<RosterQuery, 'data'>) => (data?.seats ?? 1) > 1;

export function Roster({ query, current }: { query: RosterQuery; current?: string }) {
  const { data } = query;
  if (!data) return query.isError ? <ErrorState error={query.error} title={t('rosterFailed')} onRetry={() => void query.refetch()} /> : <Skeleton count={1} lines={3} />;
  return (
    <div>
      <p class="roster-seats">{t('seatsTaken', { count: data.seats - data.seatsLeft, seats: data.seats })} · {t('seatsLeft', { count: data.seatsLeft })}</p>
      <ul class="roster" aria-label={t('roster')}>
        {data.bookings.map((one) => (
          <li key={one.id}>
            {one.id === current ? <b aria-current="true">{one.client.displayName}</b> : <a href={`/booking/manage/${one.id}`}>{one.client.displayName}</a>}
            <StatusTag status={one.status} />
          </li>
        ))}
      </ul>
    </div>
  );
}
