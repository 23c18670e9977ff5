import { statusLabel } from '~/api/edition';
import type { Outputs } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { t } from './words';

type Stats = Outputs['booking']['list']['stats'];

/** Each number leads to the bookings it counts. */
export function Numbers({ stats }: { stats: Stats }) {
  const counts = [
    { label: statusLabel('PENDING'), value: stats.pending, status: 'PENDING' },
    { label: statusLabel('CONFIRMED'), value: stats.confirmed, status: 'CONFIRMED' },
    { label: statusLabel('COMPLETED'), value: stats.completed, status: 'COMPLETED,APPROVED' },
    { label: t('total'), value: stats.total, status: '' },
  ];
  const earned = stats.revenue.filter((one) => one.amountMinor > 0);
  return (
    <section class="panel numbers" aria-labelledby="numbers">
      <h2 id="numbers">{t('numbers')}</h2>
      <ul>
        {counts.map((one) => (
          <li key={one.label}><a href={`/booking/manage?tab=all${one.status && `&status=${one.status}`}`}><span>{one.label}</span><b class="mono">{one.value}</b></a></li>
        ))}
      </ul>
      <p class="earned"><span>{t('earned')}</span>{earned.length === 0 ? <span class="muted">{t('earnedNothing')}</span> : <b class="mono">{earned.map((one) => formatMoney(one.amountMinor, one.currency)).join(' · ')}</b>}</p>
    </section>
  );
}
