import './Receipt.css';
import { formatMoney } from '~/lib/money';

export interface ReceiptLine {
  label: string;
  amountMinor: number;
}
/** Costs as a receipt: dot leaders, mono, the total under a rule. */
export function Receipt({ lines, totalLabel, totalMinor, currency }: { lines: ReceiptLine[]; totalLabel: string; totalMinor: number; currency: string }) {
  return (
    <dl class="receipt mono">
      {lines.map((line, index) => (
        <div key={index}><dt>{line.label}</dt><dd>{formatMoney(line.amountMinor, currency)}</dd></div>
      ))}
      <div class="total"><dt>{totalLabel}</dt><dd>{formatMoney(totalMinor, currency)}</dd></div>
    </dl>
  );
}
