// The receipt's lines and what is said under it: how it is paid, and what cancelling costs.
import type { Booking } from '~/api/types';
import { backLine, cancelTerms, feeLabel, isPaid, owedPercent, saidTerms } from '~/booking/policy';
import { firstName, linesOf, policyOf, statusOf, type Line, type Side } from '~/booking/view';
import { deadline } from '~/lib/deadline';
import { formatMoney } from '~/lib/money';
import { formatHours } from '~/lib/time';
import type { ReceiptLine } from '~/ui/Receipt';
import { t } from './words';

function label(line: Line, name: string, currency: string): string {
  const price = formatMoney(line.unitPriceMinor, currency);
  if (line.unit === 'hour') return t('costLine', { name, amount: formatHours(line.quantity), price });
  if (line.unit === 'day') return t('costLine', { name, amount: t('costDays', { count: line.quantity }), price });
  return line.label;
}

export function receiptLines(booking: Booking): ReceiptLine[] {
  const name = firstName(booking.provider.displayName);
  return linesOf(booking).map((line) => ({ label: label(line, name, booking.currency), amountMinor: line.amountMinor }));
}

interface Cost {
  lines: ReceiptLine[];
  totalLabel: string;
  totalMinor: number;
}
/** What it costs, or what a cancellation has left of it. */
export function costOf(booking: Booking): Cost {
  const { cancelled, totalPriceMinor } = booking;
  const lines = receiptLines(booking);
  if (!cancelled) return { lines, totalLabel: t('totalCost'), totalMinor: totalPriceMinor };
  if (lines.length !== 1) lines.push({ label: t('costPrice'), amountMinor: totalPriceMinor });
  return { lines: [...lines, backLine(booking, cancelled)], totalLabel: feeLabel(), totalMinor: cancelled.feeMinor };
}

const agreed = { none: 'payNone', after: 'payAfter', escrow: 'payEscrow', upfront: 'payUpfront', invoice: 'payInvoice' } as const;
const endedUnpaid = new Set(['CANCELLED', 'DECLINED', 'EXPIRED']);

export function paymentText(booking: Booking): string {
  const provider = firstName(booking.provider.displayName);
  const isFeeLeft = booking.cancelled !== null && booking.cancelled.feeMinor > 0;
  if (booking.paymentStatus === 'REFUNDED' && isFeeLeft) return t('PARTIALLY_REFUNDED');
  if (booking.paymentStatus !== 'UNPAID') return t(booking.paymentStatus, { provider });
  if (endedUnpaid.has(statusOf(booking))) return t(isFeeLeft ? 'payFee' : 'payNothing');
  const how = policyOf(booking).payment as keyof typeof agreed | undefined;
  return how && how in agreed ? t(agreed[how], { provider }) : '';
}

function refundText(percent: number, booking: Booking): string {
  if (percent > 0) return isPaid(booking) ? t('policyPart', { percent }) : t('policyPartOwed', { owed: owedPercent(percent) });
  return t(isPaid(booking) ? 'policyNothing' : 'policyNothingOwed');
}

/** Only while it can still be cancelled. After a move the deadlines still count from the first start, which only the
 * server knows: what it says goes before the terms themselves. */
export function policyText(booking: Booking, side: Side, now: number): string {
  if (!booking.actions.includes('cancel')) return '';
  const said = statusOf(booking) !== 'PENDING' && side === 'client' ? saidTerms(booking, now) : null;
  if (said?.isFree) return said.freeUntil ? t('policyFreeUntil', { at: deadline(new Date(said.freeUntil), booking.timeZone) }) : t('policyFreeNow');
  if (said) return refundText(said.refundPercent, booking);
  const terms = cancelTerms(booking, side, now);
  switch (terms.kind) {
    case 'free': return t('policyFree');
    case 'freeUntil': return t('policyFreeUntil', { at: deadline(terms.at, booking.timeZone) });
    case 'part': return refundText(terms.percent, booking);
    case 'nothing': return refundText(0, booking);
    case 'providerPaysBack': return t(isPaid(booking) ? 'policyProvider' : 'policyProviderOwed', { client: firstName(booking.client.displayName) });
  }
}
