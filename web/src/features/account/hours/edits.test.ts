import { expect, it } from 'vitest';
import { draftOf, type Draft } from './draft';
import { clashesOf, isEdits, isTouched, keepMine, noEdits, patched, rebased, takeTheirs } from './edits';

const server = draftOf({ timeZone: 'UTC', weekly: [{ days: ['MO'], start: '09:00', end: '17:00' }], exceptions: [], timeOff: [], rules: [] });
const closed: Draft['week'] = { ...server.week, MO: [] };
const late = [{ start: '10:00', end: '18:00' }];
const monday: Draft = { ...server, week: { ...server.week, MO: late } };
const tuesday: Draft = { ...server, week: { ...server.week, TU: [{ start: '10:00', end: '12:00' }] } };

it('remembers what a section was changed from, and forgets it when it is put back', () => {
  const edits = patched(noEdits, { week: closed }, server);
  expect(edits.from).toEqual({ week: server.week });
  expect(patched(edits, { timeZone: 'Asia/Tokyo' }, tuesday).from).toEqual({ week: server.week, timeZone: 'UTC' });
  expect(isTouched(patched(edits, { week: server.week }, tuesday))).toBe(false);
});

it('news of another section or day is no clash, nor is the same change twice', () => {
  const edits = patched(noEdits, { week: closed }, server);
  expect(clashesOf(edits, { ...server, timeZone: 'Asia/Tokyo' })).toEqual([]);
  expect(clashesOf(edits, { ...server, week: closed })).toEqual([]);
  expect(clashesOf(edits, tuesday)).toEqual([]);
  expect(clashesOf(edits, monday)).toEqual([{ section: 'week', pieces: ['MO'] }]);
});

it('what was not touched follows the server, day by day', () => {
  const edits = patched(noEdits, { week: closed }, server);
  expect(rebased(edits, tuesday)).toEqual({ mine: { week: { ...tuesday.week, MO: [] } }, from: { week: tuesday.week } });
  expect(isTouched(rebased(edits, { ...server, week: closed }))).toBe(false);
});

it('is settled by keeping mine or by taking theirs, and theirs are only the days that clash', () => {
  const mine = { ...closed, FR: late };
  const edits = patched(patched(noEdits, { week: mine }, server), { timeZone: 'Asia/Tokyo' }, server);
  const theirs = { ...server, week: { ...tuesday.week, MO: late } };
  const kept = keepMine(edits, theirs);
  expect(clashesOf(kept, theirs)).toEqual([]);
  expect(kept.mine).toEqual({ week: { ...mine, TU: tuesday.week.TU }, timeZone: 'Asia/Tokyo' });
  expect(takeTheirs(edits, theirs)).toEqual({
    mine: { week: { ...theirs.week, FR: late }, timeZone: 'Asia/Tokyo' }, from: { week: theirs.week, timeZone: 'UTC' },
  });
});

it('dates that differ are merged one by one, also those that were taken away', () => {
  const on = (date: string, intervals = late) => ({ date, intervals });
  const before = { ...server, exceptions: [on('2030-01-01'), on('2030-01-02')] };
  const edits = patched(noEdits, { exceptions: [on('2030-01-02', []), on('2030-01-05')] }, before);
  const theirs = { ...server, exceptions: [on('2030-01-01'), on('2030-01-03')] };
  expect(clashesOf(edits, theirs)).toEqual([{ section: 'exceptions', pieces: ['2030-01-02'] }]);
  expect(takeTheirs(edits, theirs).mine.exceptions).toEqual([on('2030-01-03'), on('2030-01-05')]);
  expect(keepMine(edits, theirs).mine.exceptions).toEqual([on('2030-01-02', []), on('2030-01-03'), on('2030-01-05')]);
});

it('takes nothing else out of a storage', () => {
  expect([null, 1, {}, { mine: {} }].some(isEdits)).toBe(false);
  expect(isEdits(JSON.parse(JSON.stringify(noEdits)))).toBe(true);
});
