// The server's clock, which decides when things end: read off the Date of its answers, so that a
// machine whose own clock is wrong counts down right all the same.
interface Bounds {
  /** The server is at least and at most so many milliseconds ahead of this machine. */
  least: number;
  most: number;
}
let bounds: Bounds | null = null;

/** What one more answer tells. Its Date is cut to the second, and it was written between the two moments here. */
export function narrow(before: Bounds | null, date: number, sentAt: number, receivedAt: number): Bounds {
  const seen = { least: date - receivedAt, most: date + 999 - sentAt };
  if (!before) return seen;
  const both = { least: Math.max(before.least, seen.least), most: Math.min(before.most, seen.most) };
  return both.least <= both.most ? both : seen; // somebody has set a clock meanwhile
}

/** Nothing while both clocks may agree, else the least that must be true. */
export function skewOf(known: Bounds | null): number {
  if (!known || (known.least <= 0 && known.most >= 0)) return 0;
  return known.least > 0 ? known.least : known.most;
}

export function learnClock(date: string | null, sentAt: number, receivedAt: number): void {
  const at = Date.parse(date ?? '');
  if (!Number.isNaN(at)) bounds = narrow(bounds, at, sentAt, receivedAt);
}

export const serverNow = (): number => Date.now() + skewOf(bounds);
