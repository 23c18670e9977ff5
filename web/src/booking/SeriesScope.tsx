import type { Booking, Outputs } from '~/api/types';
import { deadline } from '~/lib/deadline';
import { formatMoney } from '~/lib/money';
import { Chips } from '~/ui/Chips';
import { Receipt } from '~/ui/Receipt';
import { ErrorState, Skeleton } from '~/ui/States';
import { isPaid } from './policy';
import { affectedBy, feesOf, scopes, tellingScopes, type Scope } from './series';
import { useCancellation, useSeries } from './useSeries';
import type { Side } from './view';
import { t } from './words';

type Terms = Outputs['booking']['cancellation'];
const labels = { this: 'scopeThis', following: 'scopeFollowing', all: 'scopeAll' } as const;

/** Which of them the fee is for. */
function Fees({ terms, zone }: { terms: Terms; zone: string }) {
  const fees = feesOf(terms);
  const [first] = fees;
  const count = terms.bookings.length;
  const feeOf = (one: { feeMinor: number }) => formatMoney(one.feeMinor, terms.currency);
  const whenOf = (one: { start: string }) => deadline(new Date(one.start), zone);
  if (!first || count === 1) return null;
  if (fees.length === count && fees.every((one) => one.feeMinor === first.feeMinor)) return <p class="sm">{t('feeEach', { fee: feeOf(first) })}</p>;
  if (fees.length === 1) return <p class="sm">{t('feeOfOne', { when: whenOf(first) })}</p>;
  return (
    <div class="sm">
      <p>{t('feesOf')}</p>
      <ul class="mono">{fees.map((one) => <li key={one.bookingId}>{t('feeOf', { when: whenOf(one), fee: feeOf(one) })}</li>)}</ul>
    </div>
  );
}

function Sums({ booking, terms }: { booking: Booking; terms: Terms }) {
  const lines = [
    { label: t('scopePrice', { count: terms.bookings.length }), amountMinor: terms.refundMinor + terms.feeMinor },
    { label: t(isPaid(booking) ? 'feeBack' : 'feeNotOwed'), amountMinor: terms.refundMinor },
  ];
  return <><Receipt lines={lines} totalLabel={t('fee')} totalMinor={terms.feeMinor} currency={terms.currency} /><Fees terms={terms} zone={booking.timeZone} /></>;
}

/** Which of a series are called off, with what the server says that comes back for all of these. */
export function SeriesScope({ booking, side, scope, onScope }: { booking: Booking; side: Side; scope: Scope; onScope: (scope: Scope) => void }) {
  const series = useSeries(booking, side);
  const members = series.data ?? [];
  const terms = useCancellation(booking, scope, scope !== 'this');
  if (series.isError && !series.data) return <ErrorState error={series.error} title={t('scopeFailed')} onRetry={() => void series.refetch()} />;
  return (
    <div class="stack">
      <Chips
        legend={t('scope')} name="series-scope" look="wide" value={scope} onChange={(value) => onScope(value as Scope)}
        chips={(series.data ? tellingScopes(members, booking, scope) : scopes).map((one) => ({ value: one, label: t(labels[one]), hint: series.data ? t('scopeCount', { count: affectedBy(members, booking, one).length }) : '' }))}
      />
      {scope !== 'this' && (
        <div aria-live="polite">
          {terms.data ? <Sums booking={booking} terms={terms.data} />
            : terms.isError ? <ErrorState error={terms.error} title={t('scopeFailed')} onRetry={() => void terms.refetch()} />
            : <Skeleton count={1} lines={3} />}
        </div>
      )}
    </div>
  );
}
