import './Avatar.css';

const hues = 6;
const multiplier = 855; // spreads the demo's first faces over all six

/** "Ana Ribeiro" is AR, "Okafor & Daughters" OD. */
export function initials(name: string): string {
  const parts = name.split(/[\s-]+/).filter((part) => /^\p{L}/u.test(part));
  const first = parts[0]?.charAt(0) ?? '?';
  const last = parts.length > 1 ? parts[parts.length - 1]?.charAt(0) : '';
  return (first + (last ?? '')).toLocaleUpperCase();
}

/** One person has one colour everywhere. */
export function hueOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * multiplier + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
}

export function Avatar({ name, size = 'md' }: { name: string; size?: 'sm' | 'md' | 'lg' }) {
  return <span class={`av ${size} hue-${hueOf(name)}`} aria-hidden="true">{initials(name)}</span>;
}
