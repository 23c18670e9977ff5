import { describe, expect, it } from 'vitest';
import { narrow, skewOf } from './clock';

const at = 1_000_000_000_000;

describe('the server’s clock', () => {
  it.each([
    ['nothing is known', null, 0],
    ['both may agree', { least: -400, most: 600 }, 0],
    ['this machine is slow', { least: 60_000, most: 61_000 }, 60_000],
    ['this machine is fast', { least: -61_000, most: -60_000 }, -60_000],
  ])('%s', (_name, bounds, skew) => expect(skewOf(bounds)).toBe(skew));

  it('is known better with each answer', () => {
    const first = narrow(null, at, at + 100, at + 900);
    expect(first).toEqual({ least: -900, most: 899 });
    expect(narrow(first, at + 2000, at + 2050, at + 2100)).toEqual({ least: -100, most: 899 });
  });
  it('is learnt anew when somebody has set a clock', () => {
    const before = narrow(null, at, at, at + 50);
    expect(skewOf(narrow(before, at, at + 600_000, at + 600_050))).toBeLessThan(-598_000);
  });
});
