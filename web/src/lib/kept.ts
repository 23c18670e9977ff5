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

/** Some of a form's values, each of the kind that the form has. */
export function isPartOf<T extends object>(whole: T): (value: unknown) => value is Partial<T> {
  const isLike = (value: unknown, sample: unknown): boolean => {
    if (sample === null) return true;
    if (typeof value !== typeof sample || value === null || Array.isArray(value) !== Array.isArray(sample)) return false;
    return typeof sample !== 'object' || Array.isArray(sample) || Object.entries(sample).every(([name, one]) => isLike((value as Record<string, unknown>)[name], one));
  };
  return (value): value is Partial<T> => typeof value === 'object' && value !== null && Object.entries(value).every(([name, one]) => name in whole && isLike(one, whole[name as keyof T]));
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
