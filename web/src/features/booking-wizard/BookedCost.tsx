import type { Booking } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { Receipt } from '~/ui/Receipt';
import { linesOf, receiptLines } from './receipt';
import { t } from './words';

/** What it costs; of a series what one costs, and what all of them come to. */
export function BookedCost({ booking, times }: { booking: Booking; times: Booking[] | null }) {
  const { totalPriceMinor: each, currency } = booking;
  const count = times?.length ?? 1;
  const all = times?.reduce((sum, one) => sum + one.totalPriceMinor, 0) ?? each;
  const label = all === count * each ? t('totalTimes', { count, price: formatMoney(each, currency) }) : t('totalOf', { count });
  return (
    <section class="panel">
      <h2>{t(booking.seriesId ? 'costEach' : 'cost')}</h2>
      <Receipt lines={receiptLines(linesOf(booking.lines), booking.provider.displayName, currency)} totalLabel={t(booking.seriesId ? 'oneTime' : 'total')} totalMinor={each} currency={currency} />
      {count > 1 && <p class="sum mono"><span>{label}</span> <b>{formatMoney(all, currency)}</b></p>}
    </section>
  );
}
