// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { change, CLIENT, PROVIDER, someBooking, someMessage } from './fixtures';
import { historyOf, storyOf } from './history';
import { joinMessages, threadLines } from './thread';

const numbers = (list: { sequence: number }[]) => list.map((one) => one.sequence);
const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => someMessage(from + index, CLIENT, '2026-11-20T10:00:00Z'));

describe('joinMessages', () => {
  it.each([
    ['the first page', [], run(5, 8), [5, 6, 7, 8]],
    ['the same page again', run(5, 8), run(5, 8), [5, 6, 7, 8]],
    ['one more', run(5, 8), run(6, 9), [5, 6, 7, 8, 9]],
    ['earlier ones', run(1, 4), run(5, 8), [1, 2, 3, 4, 5, 6, 7, 8]],
    ['one that came before the one between', run(5, 8), run(10, 10), [5, 6, 7, 8, 10]],
    ['a whole page beyond what is known', run(1, 4), run(20, 23), [20, 21, 22, 23]],
    ['nothing new', run(1, 2), [], [1, 2]],
  ])('%s', (_name, known, came, all) => expect(numbers(joinMessages(known, came, 4))).toEqual(all));
});

describe('threadLines', () => {
  const happenings = historyOf([change(9, 'confirm', 'CONFIRMED', PROVIDER, '2026-11-21T09:14:00Z')], storyOf(someBooking(), 'client', CLIENT));
  const lines = (messages: ReturnType<typeof run>) =>
    threadLines({ messages, happenings, accountId: CLIENT, zone: 'UTC', now: Date.parse('2026-11-21T12:00:00Z') }).map((line) =>
      line.kind === 'day' ? `-- ${line.label}` : line.kind === 'system' ? `** ${line.text} · ${line.at}` : `${line.isMine ? 'me' : 'they'}${line.isLastOfGroup ? ` ${line.time}` : ''}`);

  it('breaks at days, groups what was said in one breath, and says what changed', () => {
    const messages = [
      someMessage(1, CLIENT, '2026-11-20T18:40:00Z'), someMessage(2, PROVIDER, '2026-11-21T09:15:00Z'),
      someMessage(3, PROVIDER, '2026-11-21T09:16:00Z'), someMessage(4, CLIENT, '2026-11-21T09:21:00Z'), someMessage(5, CLIENT, '2026-11-21T10:00:00Z'),
    ];
    expect(lines(messages)).toEqual(['-- Yesterday', 'me 18:40', '-- Today', '** Ana accepted your request · Sat 09:14', 'they', 'they 09:16', 'me 09:21', 'me 10:00']);
  });
  it('keeps what was before the messages that are not here yet', () => {
    expect(lines([someMessage(7, CLIENT, '2026-11-21T10:00:00Z')])).toEqual(['-- Today', 'me 10:00']);
  });
});
