// A time that the server keeps for whoever is filling in the form: what it is, and how long it lasts. Pure.

/** What is to be held. */
export interface Choice {
  serviceId: string;
  start: string;
  hours: number;
  /** The place that was looked at with it; '' where that does not count. */
  where: string;
}
export interface Held extends Choice {
  id: string;
  expiresAt: string;
}

export const timeKey = ({ serviceId, start, hours }: Omit<Choice, 'where'>) => `${serviceId} ${start} ${hours}`;
export const choiceKey = (choice: Choice) => `${timeKey(choice)} ${choice.where}`;

/** Storage may carry anything. */
export function isHold(value: unknown): value is Held {
  const { id, serviceId, start, hours, where, expiresAt } = (value ?? {}) as Partial<Held>;
  return [id, serviceId, start, where].every((one) => typeof one === 'string') && typeof hours === 'number' && !Number.isNaN(Date.parse(expiresAt ?? ''));
}

export const leftMs = (hold: Held, now: number) => Math.max(0, Date.parse(hold.expiresAt) - now);

/** "9:41": begun seconds count, so that 0:00 is the end. */
export function countdown(left: number): string {
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export type Warning = 'fiveLeft' | 'oneLeft' | 'heldOver';
const FIVE_MS = 5 * 60_000;
const ONE_MS = 60_000;

/** The three moments that are said aloud; nobody wants to hear seconds. */
export function warningAt(left: number): Warning | null {
  if (left <= 0) return 'heldOver';
  if (left <= ONE_MS) return 'oneLeft';
  return left <= FIVE_MS ? 'fiveLeft' : null;
}
