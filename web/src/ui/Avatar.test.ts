import { describe, expect, it } from 'vitest';
import { hueOf, initials } from './Avatar';

describe('a face made of letters', () => {
  it.each([
    ['Ana Ribeiro', 'AR'],
    ['Okafor & Daughters', 'OD'],
    ['Mei Lin Zhou', 'MZ'],
    ['Cher', 'C'],
    ['陳 大文', '陳大'],
    ['', '?'],
    ['42 !', '?'],
  ])('%s is %s', (name, letters) => expect(initials(name)).toBe(letters));

  it('has one colour everywhere, and the demo’s first faces differ', () => {
    const names = ['Ana Ribeiro', 'Okafor & Daughters', 'Mei Lin Zhou', 'Jonas Weber', 'Rosa Klein'];
    expect(new Set(names.map(hueOf)).size).toBe(names.length);
  });
});
