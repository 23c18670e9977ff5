// What was booked last with a provider, in this tab: the way back from the page after it leads to an address
// that still names its time.
export interface Booked {
  id: string;
  start: string;
}
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;
const PREFIX = 'docket.booked.';

export function rememberBooked(storage: Storage, providerId: string, booked: Booked): void {
  try {
    storage.setItem(PREFIX + providerId, JSON.stringify(booked));
  } catch {
    // Then the way back asks for the time anew, and is told that it is gone.
  }
}

/** The booking that an address's start has become, if it was booked here. */
export function bookedAt(storage: Storage, providerId: string, start: string | undefined): Booked | null {
  try {
    const { id, start: before } = (JSON.parse(storage.getItem(PREFIX + providerId) ?? '{}') ?? {}) as Partial<Booked>;
    const isSame = start && before && Date.parse(start) === Date.parse(before);
    return isSame && typeof id === 'string' ? { id, start: before } : null;
  } catch {
    return null;
  }
}
