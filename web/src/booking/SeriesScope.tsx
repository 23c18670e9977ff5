import type { Booking } from '~/api/types';
import { Chips } from '~/ui/Chips';
import { Receipt } from '~/ui/Receipt';
import { ErrorState, Skeleton } from '~/ui/States';
import { isPaid } from './policy';
import { affectedBy, scopes, termsOfAll, type Scope } from './series';
import { useSeries, useTerms } from './useSeries';
import type { Side } from './view';
import { t } from './words';

const labels = { this: 'scopeThis', following: 'scopeFollowing', all: 'scopeAll' } as const;

/** Which of a series are called off, with what the server says that comes back for all of these. */
export function SeriesScope({ booking, side, scope, onScope }: { booking: Booking; side: Side; scope: Scope; onScope: (scope: Scope) => void }) {
  const series = useSeries(booking, side);
  const members = series.data ?? [];
  const affected = affectedBy(members, booking, scope);
  const terms = useTerms(affected, scope !== 'this');
  const sums = terms.data && termsOfAll(terms.data, Date.now());
  if (series.isError && !series.data) return <ErrorState error={series.error} title={t('scopeFailed')} onRetry={() => void series.refetch()} />;
  return (
    <div class="stack">
      <Chips
        legend={t('scope')} name="series-scope" look="wide" value={scope} onChange={(value) => onScope(value as Scope)}
        chips={scopes.map((one) => ({ value: one, label: t(labels[one]), hint: series.data ? t('scopeCount', { count: affectedBy(members, booking, one).length }) : '' }))}
      />
      {scope !== 'this' && (
        <div aria-live="polite">
          {sums ? <Receipt lines={[{ label: t('scopePrice', { count: sums.count }), amountMinor: sums.totalMinor }, { label: t(isPaid(booking) ? 'feeBack' : 'feeNotOwed'), amountMinor: sums.refundMinor }]} totalLabel={t('fee')} totalMinor={sums.feeMinor} currency={booking.currency} />
            : terms.isError ? <ErrorState error={terms.error} title={t('scopeFailed')} onRetry={() => void terms.refetch()} />
            : terms.data ? <p class="muted sm">{t('scopeUnsaid')}</p>
            : <Skeleton count={1} lines={3} />}
        </div>
      )}
    </div>
  );
}
