// Bookings as an iCalendar file (RFC 5545), for "add to calendar". The UID is the booking's id,
// so that adding it again changes the entry and does not make a second one.
export interface CalendarEntry {
  id: string;
  title: string;
  start: string;
  end: string;
  updated: string;
  description?: string;
  location?: string | null;
  url?: string;
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
}

const LINE_OCTETS = 75;
const utc = (at: string) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
const escape = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** Lines of at most 75 octets; what follows begins with a space. Letters are never cut in two. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = '';
  let octets = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (octets + size > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += letter;
    octets += size;
  }
  return folded;
}

function eventLines(entry: CalendarEntry): string[] {
  const optional = [
    entry.description && `DESCRIPTION:${escape(entry.description)}`,
    entry.location && `LOCATION:${escape(entry.location)}`,
    entry.url && `URL:${entry.url}`,
  ].filter((line): line is string => Boolean(line));
  return [
    'BEGIN:VEVENT', `UID:${entry.id}`, `DTSTAMP:${utc(entry.updated)}`, `DTSTART:${utc(entry.start)}`, `DTEND:${utc(entry.end)}`,
    `SUMMARY:${escape(entry.title)}`, ...optional, `STATUS:${entry.status}`, 'END:VEVENT',
  ];
}

/** One entry, or all those of a series. */
export function calendarFile(entries: readonly CalendarEntry[]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Docket//Bookings//EN', ...entries.flatMap(eventLines), 'END:VCALENDAR'];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}
