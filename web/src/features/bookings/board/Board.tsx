import 'fullcalendar/skeleton.css';
import './Board.css';
import { Calendar, type CalendarOptions, type EventApi, type EventInput } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import interaction from 'fullcalendar/interaction';
import timeGrid from 'fullcalendar/timegrid';
import { useEffect, useRef } from 'preact/hooks';
import { dayKey, formatInstant, shortDay } from '~/lib/time';
import { t } from '../words';
import { boardLook } from './boardLook';
import { EntryText } from './EntryText';
import { dotsOf, type Entry } from './events';
import { keepMended } from './mend';
import { MORNING } from './opening';
import { useOpening } from './useOpening';
import type { View } from './view';

export interface Span {
  start: string;
  end: string;
}
export interface BoardProps {
  view: Exclude<View, 'list'>;
  date: string;
  zone: string;
  weekStart: number;
  entries: Entry[];
  spans: Span[];
  canDrag: boolean;
  isPhone: boolean;
  /** What is shown is still that of the days before. */
  isRefreshing: boolean;
  onOpen: (entry: Entry) => void;
  onDrop: (entry: Entry, start: string) => void;
  onDay: (day: string) => void;
}

const viewNames = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay' } as const;
const entryOf = (event: EventApi) => event.extendedProps.entry as Entry | undefined;

function inputsOf({ entries, spans, canDrag, view, isPhone, zone }: BoardProps): EventInput[] {
  const shown = (view === 'month' && isPhone ? dotsOf(entries, zone) : entries).map((entry): EventInput => ({
    id: entry.id, start: entry.start, end: entry.end, title: entry.bookings[0]?.title ?? '', startEditable: canDrag && entry.canMove,
    className: `${entry.tone} ${entry.kind} ${entry.isOpen ? 'open' : ''}`, extendedProps: { entry },
  }));
  // What is not open is drawn, so that the hours' lines show where it is. A month of cells has no hours.
  const behind = view === 'month' ? [] : spans.map(({ start, end }): EventInput => ({ start, end, groupId: 'hours', display: 'inverse-background', className: 'closed', interactive: false }));
  return [...shown, ...behind];
}

/** What the calendar is made with; what changes while it stands is told to it below. */
function optionsOf(latest: { current: BoardProps }): CalendarOptions {
  const { view, date, zone, weekStart, isPhone } = latest.current;
  // What is measured grows with the text. A quarter of an hour is 16 (Board.css): the shortest entry is no longer than it lasts.
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return {
    ...boardLook,
    plugins: [dayGrid, timeGrid, interaction],
    initialView: viewNames[view], initialDate: date, timeZone: zone, firstDay: weekStart, locale: 'en-GB', headerToolbar: false, height: '100%',
    allDaySlot: false, timedText: t('hours'), nowIndicator: true, navLinks: true, eventInteractive: true, eventDisplay: 'block',
    // Slots are what a drag snaps to: with wider ones than its steps it would land one step too far.
    slotDuration: '00:15', scrollTime: { milliseconds: MORNING }, scrollTimeReset: false, eventMinHeight: 15 * rem, eventShortHeight: 40 * rem,
    slotHeaderInterval: '01:00', slotHeaderFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    dayHeaderFormat: { weekday: 'short', day: 'numeric', omitCommas: true },
    dayHeaderAlign: isPhone ? 'center' : 'start', dayCellFormat: { day: 'numeric' }, fixedWeekCount: false, dayMaxEvents: !isPhone, slotEventOverlap: false,
    views: {
      ...(isPhone && { timeGridWeek: { dayHeaderContent: ({ date: day }) => <>{formatInstant(day, zone, { weekday: 'short' })}<br />{formatInstant(day, zone, { day: 'numeric' })}</> } }),
      dayGridMonth: { dayHeaderFormat: { weekday: isPhone ? 'narrow' : 'short' }, ...(isPhone && { eventInteractive: false }) },
    },
    dragRevertDuration: 0, eventLongPressDelay: 350,
    moreLinkText: (count) => t('moreThatDay', { count }), moreLinkHint: (count) => t('moreThatDay', { count }),
    moreLinkClick: (info) => {
      latest.current.onDay(dayKey(info.date, latest.current.zone));
      return true as unknown as undefined; // neither a popover nor another view of its own: the day has an address
    },
    navLinkDayClick: (day) => latest.current.onDay(dayKey(day, latest.current.zone)),
    navLinkHint: (_text, day) => t('dayGo', { day: shortDay(day, latest.current.zone) }),
    eventContent: ({ event, view: shown }) => {
      const entry = entryOf(event);
      return entry ? <EntryText entry={entry} start={event.start ?? entry.start} end={event.end ?? entry.end} zone={latest.current.zone} isDot={shown.type === 'dayGridMonth' && latest.current.isPhone} /> : null;
    },
    eventDidMount: ({ el, event }) => {
      const entry = entryOf(event);
      if (entry) el.dataset.entry = entry.id;
    },
    eventClick: ({ event }) => {
      const entry = entryOf(event);
      if (entry) latest.current.onOpen(entry);
    },
    eventDrop: ({ event, revert }) => {
      const entry = entryOf(event);
      const at = event.start;
      // It is asked for first: until then the booking stays where it is.
      revert();
      if (entry && at) latest.current.onDrop(entry, at.toISOString());
    },
  };
}

/** Month, week and day. Everything that it shows comes in, and everything that is done on it goes out. */
export default function Board(props: BoardProps) {
  const host = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar | null>(null);
  const latest = useRef(props);
  const isDragging = useRef(false);
  latest.current = props;
  const { view, date, zone, weekStart, entries, spans, canDrag, isPhone } = props;
  const fill = () => {
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement && host.current?.contains(activeElement) ? activeElement.dataset.entry : undefined;
    calendar.current?.setOption('events', inputsOf(latest.current));
    // Its elements are made anew: who stood on one stands on it still.
    if (focused) requestAnimationFrame(() => host.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true }));
  };
  useEffect(() => {
    if (!host.current) return;
    const made = new Calendar(host.current, {
      ...optionsOf(latest),
      eventDragStart: () => { isDragging.current = true; },
      eventDragStop: () => { isDragging.current = false; requestAnimationFrame(fill); },
    });
    made.render();
    calendar.current = made;
    const leave = keepMended(host.current);
    return () => { leave(); made.destroy(); calendar.current = null; };
  }, [zone, weekStart, isPhone]);
  useEffect(() => {
    calendar.current?.changeView(viewNames[view], date);
  }, [view, date, zone, weekStart, isPhone]);
  useEffect(() => {
    // What arrives while something is held in the hand waits until it is let go.
    if (!isDragging.current) fill();
  }, [entries, spans, canDrag, view, zone, weekStart, isPhone]);
  useOpening(host, calendar, props);
  // The widget takes its own element whole, height and classes.
  return <div class={`board ${view}`}><div ref={host} /></div>;
}
