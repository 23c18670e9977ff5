// The conversation's pure parts: pages of messages joined, and the lines in which they are shown.
import type { Message } from '~/api/types';
import { clockTime, dayKey, DAY_MS, formatInstant, shortDay } from '~/lib/time';
import type { Tone } from '~/ui/Tag';
import type { Happening } from './history';
import { t } from './words';

export const PAGE = 30;
const GROUP_MS = 5 * 60_000;

/**
 * What is known and what came, by sequence. A whole page that lies ahead of what is known leaves a hole of
 * unknown size: then only the page stays, and earlier ones are asked for again.
 */
export function joinMessages(known: Message[], came: Message[], page = PAGE): Message[] {
  const first = came[0];
  const end = known[known.length - 1];
  if (first && end && first.sequence > end.sequence + 1 && came.length >= page) return came;
  const all = new Map([...known, ...came].map((message) => [message.sequence, message]));
  return [...all.values()].sort((a, b) => a.sequence - b.sequence);
}

export type ThreadLine =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'message'; key: string; message: Message; isMine: boolean; isLastOfGroup: boolean; time: string }
  | { kind: 'system'; key: string; text: string; at: string; tone: Tone; glyph: string };

export function dayLabel(at: string, zone: string, now: number): string {
  const day = dayKey(at, zone);
  if (day === dayKey(now, zone)) return t('today');
  if (day === dayKey(now - DAY_MS, zone)) return t('yesterday');
  const isThisYear = day.slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return isThisYear ? shortDay(at, zone) : formatInstant(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

interface Asked {
  messages: Message[];
  happenings: Happening[];
  accountId: string;
  zone: string;
  now: number;
}
type Entry = { at: string; message: Message } | { at: string; happening: Happening };

/** Messages and changes of state by time, with a line at each new day. */
export function threadLines({ messages, happenings, accountId, zone, now }: Asked): ThreadLine[] {
  const first = messages[0];
  // What was before the messages that are not fetched yet comes with them.
  const since = first && first.sequence > 1 ? first.createdAt : '';
  const changes = happenings.filter((one) => one.isChange && Date.parse(one.at) >= (since ? Date.parse(since) : -Infinity));
  const entries: Entry[] = [...messages.map((message) => ({ at: message.createdAt, message })), ...changes.map((happening) => ({ at: happening.at, happening }))];
  entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

  const lines: ThreadLine[] = [];
  let day = '';
  entries.forEach((entry, index) => {
    const key = dayKey(entry.at, zone);
    if (key !== day) lines.push({ kind: 'day', key: `day-${key}`, label: dayLabel(entry.at, zone, now) });
    day = key;
    lines.push('message' in entry ? messageLine(entry.message, entries[index + 1]) : systemLine(entry.happening));
  });
  return lines;

  function messageLine(message: Message, next: Entry | undefined): ThreadLine {
    const isFollowed = next && 'message' in next && next.message.senderId === message.senderId
      && Date.parse(next.at) - Date.parse(message.createdAt) < GROUP_MS && dayKey(next.at, zone) === dayKey(message.createdAt, zone);
    return { kind: 'message', key: message.id, message, isMine: message.senderId === accountId, isLastOfGroup: !isFollowed, time: clockTime(message.createdAt, zone) };
  }
  function systemLine(one: Happening): ThreadLine {
    const at = `${formatInstant(one.at, zone, { weekday: 'short' })} ${clockTime(one.at, zone)}`;
    return { kind: 'system', key: `event-${one.id}`, text: one.text, at, tone: one.tone, glyph: one.glyph };
  }
}
