// Amounts arrive as integers of minor units beside their currency; nothing here computes prices.
import { currentLocale } from './i18n';

/** Digits after the point (ISO 4217): JPY 0, USD 2, KWD 3. */
export function exponent(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "$136.08"; a whole amount may drop its ".00" where prices stand alone ("$42"). */
export function formatMoney(minor: number, currency: string, style: 'exact' | 'short' = 'exact'): string {
  const digits = exponent(currency);
  const isWhole = minor % 10 ** digits === 0;
  return new Intl.NumberFormat(currentLocale(), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: style === 'short' && isWhole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}

export function currencySymbol(currency: string): string {
  const parts = new Intl.NumberFormat(currentLocale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
