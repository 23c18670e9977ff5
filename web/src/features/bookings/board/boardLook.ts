// How the widget is dressed: it has no look of its own, only names of classes, and Board.css says what they mean.
import type { CalendarOptions } from 'fullcalendar';

const names = (...all: (string | false | undefined)[]) => all.filter(Boolean).join(' ');

/** An hour is drawn as a line, its half dotted, its quarters not at all. */
const minute = (ms = 0) => (ms % 3_600_000 === 0 ? 'hour' : ms % 1_800_000 === 0 ? 'half' : 'quarter');

export const boardLook: CalendarOptions = {
  className: 'cal',
  viewClass: 'cal-view',
  tableHeaderClass: 'cal-head',
  dayHeaderRowClass: 'cal-row',
  dayHeaderClass: (info) => names('cal-day-head', info.isToday && 'today'),
  dayHeaderInnerClass: 'cal-day-head-in',
  dayHeaderAlign: 'start',
  dayHeaderDividerClass: 'cal-divider',
  dayRowClass: 'cal-row',
  dayCellClass: (info) => names('cal-cell', info.isToday && 'today', info.isPast && 'past', info.isOther && 'other'),
  dayCellTopClass: 'cal-cell-top',
  dayCellTopInnerClass: 'cal-number',
  dayLaneClass: (info) => names('cal-lane', info.isToday && 'today', info.isPast && 'past'),
  dayLaneInnerClass: 'cal-lane-in',
  slotLaneClass: (info) => names('cal-slot', minute(info.time?.milliseconds)),
  slotHeaderClass: 'cal-hour',
  slotHeaderRowClass: 'cal-row',
  slotHeaderInnerClass: 'cal-hour-in',
  slotHeaderDividerClass: 'cal-hour-divider',
  eventClass: (info) => names('ev', info.isDragging && 'dragging', info.isMirror && 'mirror', info.isPast && 'past', info.isDraggable && 'movable'),
  eventInnerClass: (info) => names('ev-in', info.isShort && 'short', info.isNarrow && 'narrow'),
  columnEventClass: 'ev-column',
  rowEventClass: 'ev-row',
  listItemEventClass: 'ev-row',
  backgroundEventClass: 'ev-back',
  moreLinkClass: 'ev-more',
  nowIndicatorLineClass: 'cal-now',
  nowIndicatorHeaderClass: 'cal-now-head',
  highlightClass: 'cal-highlight',
  navLinkClass: 'cal-link',
  fillerClass: 'cal-filler',
};
