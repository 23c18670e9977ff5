import type { Outputs } from '~/api/types';
import { statusLabel } from '~/api/edition';
import { formatMoney } from '~/lib/money';
import { t } from './words';

type Numbers = Outputs['booking']['list']['stats'];

/** All there is on this side in one line; money a currency at a time. */
export function Stats({ stats, role }: { stats: Numbers; role: 'client' | 'provider' }) {
  const parts = [
    t('total', { count: stats.total }),
    stats.pending > 0 && `${stats.pending} ${statusLabel('PENDING').toLowerCase()}`,
    stats.confirmed > 0 && `${stats.confirmed} ${statusLabel('CONFIRMED').toLowerCase()}`,
    stats.completed > 0 && `${stats.completed} ${statusLabel('COMPLETED').toLowerCase()}`,
    ...stats.revenue.filter((one) => one.amountMinor > 0).map((one) => t(role === 'provider' ? 'earned' : 'spent', { amount: formatMoney(one.amountMinor, one.currency) })),
  ].filter((part): part is string => typeof part === 'string');
  return <p class="stats mono xs muted">{parts.join(' · ')}</p>;
}
