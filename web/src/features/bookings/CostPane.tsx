import type { Booking } from '~/api/types';
import type { Side } from '~/booking/view';
import { useNow } from '~/lib/useNow';
import { Receipt } from '~/ui/Receipt';
import { costOf, paymentText, policyText } from './cost';
import { t } from './words';

export function CostPane({ booking, side }: { booking: Booking; side: Side }) {
  const now = useNow();
  return (
    <section class="pane">
      <h2>{t('cost')}</h2>
      <div class="in"><Receipt {...costOf(booking)} currency={booking.currency} /></div>
      <p class="note">{[paymentText(booking), policyText(booking, side, now)].filter(Boolean).join(' ')}</p>
    </section>
  );
}
