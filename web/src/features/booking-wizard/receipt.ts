import type { Quote } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { firstName } from '~/lib/names';
import type { ReceiptLine } from '~/ui/Receipt';
import { t } from './words';

type Line = Pick<Quote['lines'][number], 'label' | 'quantity' | 'unit' | 'unitPriceMinor' | 'amountMinor'>;

/** "Ana, 3 h at $42.00"; a line of a kind not known here keeps the server's own words. */
function label({ label: theirs, quantity, unit, unitPriceMinor }: Line, name: string, currency: string): string {
  const price = formatMoney(unitPriceMinor, currency);
  if (unit === 'hour') return t('lineHour', { name, quantity, price });
  if (unit === 'day') return t('lineDay', { name, count: quantity, price });
  return unit === 'session' ? t('lineFixed', { name }) : theirs;
}

export function receiptLines(lines: readonly Line[], providerName: string, currency: string): ReceiptLine[] {
  return lines.map((line) => ({ label: label(line, firstName(providerName), currency), amountMinor: line.amountMinor }));
}

/** A booking's stored lines, where they are whole. */
export function linesOf(value: unknown): Line[] {
  return Array.isArray(value) ? (value as Line[]).filter((line) => typeof line?.amountMinor === 'number') : [];
}
