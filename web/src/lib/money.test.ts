import { describe, expect, it } from 'vitest';
import { currencySymbol, exponent, formatMoney } from './money';

describe('amounts of minor units as people read them', () => {
  it.each([
    [13608, 'USD', 'exact', '$136.08'],
    [4200, 'USD', 'exact', '$42.00'],
    [4200, 'USD', 'short', '$42'],
    [4250, 'USD', 'short', '$42.50'],
    [650000, 'INR', 'short', '₹6,500'],
    [5000, 'JPY', 'exact', '¥5,000'],
    [1234, 'KWD', 'exact', 'KWD 1.234'],
    [-500, 'EUR', 'exact', '-€5.00'],
    [0, 'USD', 'short', '$0'],
  ] as const)('%d %s %s is %s', (minor, currency, style, text) =>
    expect(formatMoney(minor, currency, style).replace(/\u00a0/g, ' ')).toBe(text));

  it.each([['USD', 2, '$'], ['JPY', 0, '¥'], ['KWD', 3, 'KWD'], ['EUR', 2, '€']] as const)('%s has %d digits and the sign %s', (currency, digits, sign) => {
    expect(exponent(currency)).toBe(digits);
    expect(currencySymbol(currency)).toBe(sign);
  });
});
