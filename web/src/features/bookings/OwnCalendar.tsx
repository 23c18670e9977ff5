import { isProvider } from '~/api/session';
import type { Account } from '~/api/types';
import { dayKey } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { useQueryState } from '~/lib/useQueryState';
import { SavedCopy } from '~/ui/SavedCopy';
import { ErrorState, Skeleton } from '~/ui/States';
import { bookingsByDay, readDays, slotsByDay } from './calendar';
import { DayBookings, DayPane, dayName, FreeSpans } from './DayList';
import { MonthGrid, type DayMark } from './MonthGrid';
import { ServiceChoice } from './ServiceChoice';
import { useFreeStarts, useMonthBookings, useProvider } from './useCalendar';
import { t } from './words';

/** One's bookings on both sides, day by day, and as a provider the time that is still free. */
export function OwnCalendar({ account }: { account: Account }) {
  const { query, hrefWith } = useQueryState();
  const zone = account.timeZone;
  const today = dayKey(useNow(60_000), zone);
  const { month, day } = readDays(query, today);
  const isBoth = isProvider(account);
  const asClient = useMonthBookings('client', month, zone, true);
  const asProvider = useMonthBookings('provider', month, zone, isBoth);
  const services = useProvider(isBoth ? account.id : '').data?.provider.services ?? [];
  const service = services.find((one) => one.id === query.service) ?? services[0];
  const free = useFreeStarts(service, month, zone);

  const days = bookingsByDay([...(asClient.data ?? []), ...(asProvider.data ?? [])]);
  const freeDays = slotsByDay(free.data ?? [], zone);
  const marks = new Map<string, DayMark>();
  for (const [key, list] of days) marks.set(key, { count: list.length, word: t('dayWord', { count: list.length }), label: t('dayBookings', { day: dayName(key), count: list.length }), tone: 'busy' });
  const failed = [asClient, asProvider].filter((one) => one.isError && one.data === undefined);
  return (
    <div class="calendar-two">
      <div class="stack">
        <MonthGrid month={month} day={day} today={today} marks={marks} hrefOf={(one) => hrefWith({ day: one, month: null })} monthHref={(one) => hrefWith({ month: one || null, day: null })} />
        <SavedCopy query={asClient} />
      </div>
      <div class="stack">
        {failed[0] ? <ErrorState error={failed[0].error} title={t('calendarFailed')} onRetry={() => failed.forEach((one) => void one.refetch())} />
          : asClient.isLoading || asProvider.isLoading ? <Skeleton count={2} lines={3} />
          : day && (
            <DayPane day={day}>
              <DayBookings bookings={days.get(day) ?? []} accountId={account.id} />
              {service && <FreeSpans slots={freeDays.get(day) ?? []} zone={zone} />}
            </DayPane>
          )}
        {services.length > 1 && service && <ServiceChoice services={services} chosen={service.id} />}
      </div>
    </div>
  );
}
