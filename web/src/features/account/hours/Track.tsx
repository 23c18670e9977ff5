import './Track.css';
import { useEffect, useState } from 'preact/hooks';
import { DAY, dragSpan, dropSpan, isWhole, minutesOf, segmentsOf, timeOf, type Drag, type Minutes, type Segment } from './spans';
import { dayBefore, type Span, type Week, type Weekday } from './week';

interface Held {
  drag: Drag;
  day: Weekday; // whose span it is
  offset: number; // its minutes begin so many before this line's
  result: Minutes | null;
}
const EDGE_PX = 9;
const LABEL_FROM = 165; // minutes; a shorter block has no room for its times
const wholeMinutes = (spans: readonly Span[]) => spans.map((span) => (isWhole(span) ? minutesOf(span) : null));

/** What is taken hold of: an end when the pointer is near it, else the whole block. */
function dragOf(segment: Segment, block: DOMRect, x: number, minute: number, own: Minutes): Drag {
  const edge = Math.min(EDGE_PX, block.width / 3);
  if (segment.hasStart && x - block.left < edge) return { mode: 'start', index: segment.index };
  if (segment.hasEnd && block.right - x < edge) return { mode: 'end', index: segment.index };
  return { mode: 'move', index: segment.index, grab: minute - own.from };
}

/** A day from 00:00 to 24:00 as a line that a mouse draws on. The fields beside it do the same for everybody. */
export function Track({ week, day, onDay }: { week: Week; day: Weekday; onDay: (day: Weekday, spans: Span[]) => void }) {
  const [held, hold] = useState<Held | null>(null);
  const before = dayBefore(day);
  const lists = { own: wholeMinutes(week[day]), before: wholeMinutes(week[before]) };
  if (held && held.drag.mode !== 'draw') lists[held.day === day ? 'own' : 'before'][held.drag.index] = held.result;
  const segments = segmentsOf(held?.drag.mode === 'draw' ? [...lists.own, held.result] : lists.own, lists.before);
  const isHeld = (segment: Segment) => held !== null && (held.day === day) === (segment.owner === 'own') && segment.index === (held.drag.mode === 'draw' ? week[day].length : held.drag.index);

  useEffect(() => {
    if (!held) return undefined;
    const cancel = (event: KeyboardEvent) => event.key === 'Escape' && hold(null);
    document.addEventListener('keydown', cancel);
    return () => document.removeEventListener('keydown', cancel);
  }, [held]);

  const minuteAt = (event: PointerEvent) => {
    const line = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return ((event.clientX - line.left) / line.width) * DAY;
  };
  const begin = (event: PointerEvent) => {
    // A finger scrolls here: it has the fields.
    if (event.pointerType === 'touch' || event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const block = (event.target as HTMLElement).closest<HTMLElement>('[data-block]');
    const segment = block && segments[Number(block.dataset.block)];
    const minute = minuteAt(event);
    if (!block || !segment) return hold({ drag: { mode: 'draw', anchor: minute }, day, offset: 0, result: null });
    const own = lists[segment.owner][segment.index];
    const offset = segment.owner === 'before' ? DAY : 0;
    if (own) hold({ drag: dragOf(segment, block.getBoundingClientRect(), event.clientX, minute + offset, own), day: offset ? before : day, offset, result: own });
    return undefined;
  };
  const move = (event: PointerEvent) => {
    if (held) hold({ ...held, result: dragSpan(week[held.day], held.drag, minuteAt(event) + held.offset) });
  };
  const drop = () => {
    if (!held) return;
    hold(null);
    const spans = dropSpan(week[held.day], held.drag, held.result);
    if (JSON.stringify(spans) !== JSON.stringify(week[held.day])) onDay(held.day, spans);
  };
  return (
    <div class="track" aria-hidden="true" data-track={day} data-held={held ? '' : undefined} onPointerDown={begin} onPointerMove={move} onPointerUp={drop} onPointerCancel={() => hold(null)}>
      {segments.map((segment, index) => (
        <span
          key={`${segment.owner}-${segment.index}`} data-block={index} style={{ '--from': segment.from / DAY, '--to': segment.to / DAY }}
          class={['block', segment.hasStart && 'has-start', segment.hasEnd && 'has-end', segment.owner === 'before' && 'tail', isHeld(segment) && 'held'].filter(Boolean).join(' ')}
        >
          {(segment.to - segment.from >= LABEL_FROM || isHeld(segment)) && <Times segment={segment} whole={lists[segment.owner][segment.index] ?? held?.result} />}
        </span>
      ))}
    </div>
  );
}

function Times({ segment, whole }: { segment: Segment; whole: Minutes | null | undefined }) {
  const from = segment.owner === 'before' ? '00:00' : timeOf(segment.from);
  const to = timeOf(segment.owner === 'own' && whole ? whole.to : segment.to);
  return <span class="track-times">{from}–{to}</span>;
}
