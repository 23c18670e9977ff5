import type { Booking } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { Chips } from '~/ui/Chips';
import { Receipt } from '~/ui/Receipt';
import { ErrorState, Skeleton } from '~/ui/States';
import { deadline, isPaid } from './policy';
import { affectedBy, scopes, termsOfAll, type Scope, type SeriesTerms } from './series';
import { useSeries, useTerms } from './useSeries';
import type { Side } from './view';
import { t } from './words';

type Fee = SeriesTerms['fees'][number];
const labels = { this: 'scopeThis', following: 'scopeFollowing', all: 'scopeAll' } as const;

const whenOf = ({ start, timeZone }: Fee) => (start ? deadline(new Date(start), timeZone) : '');

/** Which of them the fee is for: the near ones, as a rule. */
function Fees({ fees, count, currency }: { fees: Fee[]; count: number; currency: string }) {
  const [first] = fees;
  if (!first || count === 1) return null;
  if (fees.length === count && fees.every((one) => one.feeMinor === first.feeMinor)) return <p class="sm">{t('feeEach', { fee: formatMoney(first.feeMinor, currency) })}</p>;
  if (fees.length === 1) return <p class="sm">{t('feeOfOne', { when: whenOf(first) })}</p>;
  return (
    <div class="sm">
      <p>{t('feesOf')}</p>
      <ul class="mono">{fees.map((one) => <li key={one.id}>{t('feeOf', { when: whenOf(one), fee: formatMoney(one.feeMinor, currency) })}</li>)}</ul>
    </div>
  );
}

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
          {sums ? <><Receipt lines={[{ label: t('scopePrice', { count: sums.count }), amountMinor: sums.totalMinor }, { label: t(isPaid(booking) ? 'feeBack' : 'feeNotOwed'), amountMinor: sums.refundMinor }]} totalLabel={t('fee')} totalMinor={sums.feeMinor} currency={booking.currency} /><Fees fees={sums.fees} count={sums.count} currency={booking.currency} /></>
            : terms.isError ? <ErrorState error={terms.error} title={t('scopeFailed')} onRetry={() => void terms.refetch()} />
            : terms.data ? <p class="muted sm">{t('scopeUnsaid')}</p>
            : <Skeleton count={1} lines={3} />}
        </div>
      )}
    </div>
  );
}
