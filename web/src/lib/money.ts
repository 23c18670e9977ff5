// Amounts arrive as integers of minor units beside their currency; nothing here computes prices.
import { currentLocale } from './i18n';

const formats = new Map<string, Intl.NumberFormat>();
function formatOf(currency: string, digits?: number): Intl.NumberFormat {
  const key = `${currentLocale()}|${currency}|${digits}`;
  let format = formats.get(key);
  if (!format) {
    const fraction = digits === undefined ? {} : { minimumFractionDigits: digits };
    format = new Intl.NumberFormat(currentLocale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...fraction });
    formats.set(key, format);
  }
  return format;
}

/** Digits after the point (ISO 4217): JPY 0, USD 2, KWD 3. */
export function exponent(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "$136.08"; a whole amount may drop its ".00" where prices stand alone ("$42"). */
export function formatMoney(minor: number, currency: string, style: 'exact' | 'short' = 'exact'): string {
  const digits = exponent(currency);
  const isWhole = minor % 10 ** digits === 0;
  return formatOf(currency, style === 'short' && isWhole ? 0 : digits).format(minor / 10 ** digits);
}

export function currencySymbol(currency: string): string {
  const parts = formatOf(currency).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
