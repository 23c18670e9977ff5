import { describe, expect, it } from 'vitest';
import { firstRepeat, repeatOf, rruleOf } from './rrule';
import { sayRule } from './say';

const rule = (rrule: string) => ({ rrule, from: '2026-12-01', start: '10:00', end: '14:00' });
const tail = ', 10:00 to 14:00, from 1 December 2026';

describe('a rule in words, and the words as a rule', () => {
  it.each([
    ['FREQ=MONTHLY;BYDAY=1SA', 'Every first Saturday of the month'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'Every last Friday of the month'],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=3WE', 'Every 2 months on the third Wednesday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', 'Every 2 weeks on Tuesday and Thursday'],
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR', 'Every Monday, Wednesday and Friday'],
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=DAILY;INTERVAL=3', 'Every 3 days'],
    ['FREQ=MONTHLY;BYMONTHDAY=15', 'On the 15th of every month'],
    ['FREQ=MONTHLY;BYMONTHDAY=22', 'On the 22nd of every month'],
    ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1', 'On the last day of every 3 months'],
    ['FREQ=YEARLY', 'Every year on 1 December'],
    ['FREQ=YEARLY;INTERVAL=2', 'Every 2 years on 1 December'],
  ])('%s: %s', (rrule, words) => {
    expect(sayRule(rule(rrule))).toBe(words + tail);
    expect(rruleOf(repeatOf(rrule, '2026-12-01')!)).toBe(rrule);
  });

  it('ends on a day, or after some times', () => {
    expect(sayRule(rule('FREQ=WEEKLY;BYDAY=TU;UNTIL=20270331'))).toBe(`Every Tuesday${tail}, until 31 March 2027`);
    expect(sayRule(rule('FREQ=WEEKLY;BYDAY=TU;COUNT=10'))).toBe(`Every Tuesday${tail}, 10 times`);
    for (const end of ['UNTIL=20270331', 'COUNT=10']) expect(rruleOf(repeatOf(`FREQ=WEEKLY;BYDAY=TU;${end}`, '2026-12-01')!)).toBe(`FREQ=WEEKLY;BYDAY=TU;${end}`);
  });

  it('says what DTSTART says where the rule does not', () => {
    expect(sayRule(rule('FREQ=WEEKLY'))).toBe(`Every Tuesday${tail}`);
    expect(sayRule(rule('FREQ=MONTHLY'))).toBe(`On the 1st of every month${tail}`);
    expect(rruleOf(repeatOf('WKST=MO;BYDAY=TH,TU;FREQ=WEEKLY;INTERVAL=1', '2026-12-01')!)).toBe('FREQ=WEEKLY;BYDAY=TU,TH');
  });

  it('says hours over midnight', () => expect(sayRule({ ...rule('FREQ=DAILY'), start: '22:00', end: '02:00' })).toBe('Every day, 22:00 until 02:00 next day, from 1 December 2026'));

  it.each([
    'FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1', 'FREQ=MONTHLY;BYDAY=1SA,3SA', 'FREQ=MONTHLY;BYDAY=SA', 'FREQ=MONTHLY;BYDAY=5SA', 'FREQ=YEARLY;BYMONTH=12', 'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=DAILY;BYDAY=MO', 'FREQ=WEEKLY;WKST=SU;INTERVAL=2', 'FREQ=DAILY;COUNT=3;UNTIL=20270101', 'FREQ=DAILY;UNTIL=20270101T100000Z', 'FREQ=MONTHLY;BYMONTHDAY=1,15', 'FREQ=HOURLY', 'nonsense',
  ])('%s says more than these words can, and is shown as it is', (rrule) => {
    expect(repeatOf(rrule, '2026-12-01')).toBeNull();
    expect(sayRule(rule(rrule))).toBe(rrule + tail);
  });

  it('may have no day yet, while somebody chooses', () => {
    const none = { ...firstRepeat('2026-12-01'), days: [] };
    expect(repeatOf(rruleOf(none), '2026-12-01')).toEqual(none);
    expect(sayRule(rule(rruleOf(none)))).toBe(`Every 2 weeks on …${tail}`);
  });

  it('begins as every second week', () => expect(rruleOf(firstRepeat('2026-12-01'))).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'));
});
