import { expect, it } from 'vitest';
import { draftOf, type Draft } from './draft';
import { clashesOf, isEdits, isTouched, keepMine, noEdits, patched, takeTheirs } from './edits';

const server = draftOf({ timeZone: 'UTC', weekly: [{ days: ['MO'], start: '09:00', end: '17:00' }], exceptions: [], timeOff: [], rules: [] });
const closed: Draft['week'] = { ...server.week, MO: [] };
const tuesday: Draft = { ...server, week: { ...server.week, TU: [{ start: '10:00', end: '12:00' }] } };

it('remembers what a section was changed from, and forgets it when it is put back', () => {
  const edits = patched(noEdits, { week: closed }, server);
  expect(edits.from).toEqual({ week: server.week });
  expect(patched(edits, { timeZone: 'Asia/Tokyo' }, tuesday).from).toEqual({ week: server.week, timeZone: 'UTC' });
  expect(isTouched(patched(edits, { week: server.week }, tuesday))).toBe(false);
});

it('news of another section is no clash, nor is the same change twice', () => {
  const edits = patched(noEdits, { week: closed }, server);
  expect(clashesOf(edits, { ...server, timeZone: 'Asia/Tokyo' })).toEqual([]);
  expect(clashesOf(edits, { ...server, week: closed })).toEqual([]);
  expect(clashesOf(edits, tuesday)).toEqual(['week']);
});

it('is settled by keeping mine or by taking theirs', () => {
  const edits = patched(patched(noEdits, { week: closed }, server), { timeZone: 'Asia/Tokyo' }, server);
  const kept = keepMine(edits, ['week'], tuesday);
  expect(clashesOf(kept, tuesday)).toEqual([]);
  expect(kept.mine).toEqual({ week: closed, timeZone: 'Asia/Tokyo' });
  expect(takeTheirs(edits, ['week'])).toEqual({ mine: { timeZone: 'Asia/Tokyo' }, from: { timeZone: 'UTC' } });
});

it('takes nothing else out of a storage', () => {
  expect([null, 1, {}, { mine: {} }].some(isEdits)).toBe(false);
  expect(isEdits(JSON.parse(JSON.stringify(noEdits)))).toBe(true);
});
