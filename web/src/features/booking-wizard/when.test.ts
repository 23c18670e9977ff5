import { expect, it } from 'vitest';
import { service } from './fixtures';
import { answerBy, nextSentences } from './next';
import { linesOf, receiptLines } from './receipt';
import { shortTime, whenText } from './when';

it.each([
  ['2026-11-24T14:00:00Z', 3, 'America/New_York', 'Tuesday 24 November, 09:00 to 12:00'],
  ['2026-11-25T03:00:00Z', 4, 'America/New_York', 'Tuesday 24 November, 22:00 to 02:00 (Wed 25 Nov)'],
  ['2027-11-07T05:30:00Z', 1, 'America/New_York', 'Sunday 7 November, 01:30 (−04:00) to 01:30 (−05:00)'],
])('%s for %d h in %s', (start, hours, zone, text) => expect(whenText(start, hours, zone)).toBe(text));

it('says in short which of two equal hours it is', () => expect(shortTime('2027-11-07T06:30:00Z', 'America/New_York')).toBe('Sun 7 Nov 01:30 (−05:00)'));

it.each([
  ['2026-11-30T14:00:00Z', '2026-11-23T12:00:00.000Z'],
  ['2026-11-22T14:00:00Z', '2026-11-22T14:00:00.000Z'],
])('a request for %s waits until %s', (start, until) => expect(answerBy(service, start, Date.parse('2026-11-21T12:00:00Z'))).toBe(until));

it.each([
  ['request', true, 'Sam has until Mon 23 Nov 07:00 to answer; you hear as soon as they do. Until then the time is kept for you.'],
  ['request', false, 'Sam has until Mon 23 Nov 07:00 to answer; you hear as soon as they do. Others may ask for the same time.'],
  ['instant', true, 'The time is yours at once, and Sam is told.'],
] as const)('%s, blocking %s', (acceptance, pendingBlocks, first) => {
  const sentences = nextSentences({ ...service, acceptance, pendingBlocks }, 'Sam Rivera', ['2026-11-30T14:00:00Z'], 'America/New_York', Date.parse('2026-11-21T12:00:00Z'), 'America/New_York');
  expect(sentences[0]).toBe(first);
  expect(sentences[sentences.length - 1]).toBe('You pay when the work is done.');
});

it('names the zone of a deadline for somebody elsewhere', () => {
  const [first] = nextSentences(service, 'Sam Rivera', ['2026-11-30T14:00:00Z'], 'America/New_York', Date.parse('2026-11-21T12:00:00Z'), 'Asia/Kolkata');
  expect(first).toContain('until Mon 23 Nov 07:00 (New York time) to answer');
});

it('says that the later ones of a series may be answered longer', () => {
  const starts = ['2026-11-22T14:00:00Z', '2026-11-29T14:00:00Z', '2026-12-06T14:00:00Z'];
  const sentences = nextSentences(service, 'Sam Rivera', starts, 'America/New_York', Date.parse('2026-11-21T12:00:00Z'), 'America/New_York');
  expect(sentences.slice(0, 2)).toEqual([
    'Sam has until Sun 22 Nov 09:00 to answer; you hear as soon as they do. Until then the time is kept for you.',
    'That is for the first; for the others it is Mon 23 Nov 07:00 at the latest.',
  ]);
});

it('prints lines as a receipt', () => {
  const line = { label: 'Work', quantity: 2.5, unit: 'hour', unitPriceMinor: 7500, amountMinor: 18750 };
  const lines = [line, { ...line, unit: 'day', quantity: 1 }, { ...line, unit: 'session' }, { ...line, unit: 'percent', label: 'Service fee' }];
  expect(receiptLines(lines, 'Sam Rivera', 'USD').map(({ label }) => label)).toEqual(['Sam, 2.5 h at $75.00', 'Sam, 1 day at $75.00', 'Sam, fixed price', 'Service fee']);
  expect(linesOf([line, {}, null])).toEqual([line]);
});
