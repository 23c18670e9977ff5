// What somebody was writing, kept in the tab's own storage: it outlives the back button, reloading and signing in
// again, and is nobody else's to read.

const PREFIX = 'docket.kept.';

export function keep(name: string, owner: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify({ owner, value }));
  } catch {
    // A full or forbidden storage: it is on the screen all the same.
  }
}

/** Null also where it is somebody else's, or no longer what it was. */
export function keptOf<T>(name: string, owner: string, isOne: (value: unknown) => value is T): T | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as { owner?: unknown; value?: unknown } | null;
    return found?.owner === owner && isOne(found.value) ? found.value : null;
  } catch {
    return null;
  }
}
