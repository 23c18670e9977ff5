// Text keeps its contrast in every theme, also while it waits: nothing dims it, and the quieter inks pass.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const sheets = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

it('no rule dims what it is about: an opacity is none, whole, or a step of an animation', () => {
  expect(sheets.length).toBeGreaterThan(40);
  const dimmed = sheets.flatMap((name) => read(name).split('\n')
    .filter((line) => !line.trim().startsWith('@keyframes') && /opacity:\s*(0?\.\d|\d+%)/.test(line))
    .map((line) => `${name}: ${line.trim()}`));
  expect(dimmed).toEqual([]);
});

const channel = (hex: string) => {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
function luminance(colour: string): number {
  const hex = colour.length === 4 ? Array.from(colour.slice(1), (one) => one + one).join('') : colour.slice(1);
  return 0.2126 * channel(hex.slice(0, 2)) + 0.7152 * channel(hex.slice(2, 4)) + 0.0722 * channel(hex.slice(4, 6));
}
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['day', 'night', 'terminal'])('%s', (theme) => {
  const themes = read('styles/themes.css');
  const block = themes.slice(themes.indexOf(`\n[data-theme='${theme}'] {`)).split('}')[0] ?? '';
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{3,6})`).exec(block)?.[1] ?? '';
  it.each(['bg', 'surface', 'sunken'])('ink that waits, or cannot be pressed, can be read on %s', (ground) => {
    expect(contrast(token('ink-2'), token(ground))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('line-2'), token(ground))).toBeGreaterThanOrEqual(2.8);
  });
});
