// How people and things are called where there is little room.

/** "Ana" of "Ana Ribeiro"; what may be a firm ("Okafor & Daughters", "Brightwater Home Crew") stays whole. */
export function firstName(name: string): string {
  const parts = name.trim().split(/\s+/);
  const isPerson = parts.length === 2 && parts.every((part) => /^\p{L}[\p{L}'’.-]*$/u.test(part));
  return isPerson ? (parts[0] ?? name) : name;
}

/** The last six characters of the id: enough to say on the telephone. */
export const shortId = (id: string) => id.slice(-6).toUpperCase();
