import { describe, expect, it } from 'vitest';
import { calendarFile } from './ics';

const entry = {
  id: 'booking_01m7', title: 'Deep clean; kitchen, bath', start: '2026-11-24T14:00:00Z', end: '2026-11-24T17:00:00Z',
  updated: '2026-11-21T08:00:00.250Z', status: 'CONFIRMED' as const,
};

describe('calendarFile', () => {
  it('names the booking, in UTC, with escaped text', () => {
    expect(calendarFile([{ ...entry, location: '418 6th Avenue, apt 3R', description: 'Oven\nand windows' }]).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Docket//Bookings//EN', 'BEGIN:VEVENT', 'UID:booking_01m7',
      'DTSTAMP:20261121T080000Z', 'DTSTART:20261124T140000Z', 'DTEND:20261124T170000Z', 'SUMMARY:Deep clean\\; kitchen\\, bath',
      'DESCRIPTION:Oven\\nand windows', 'LOCATION:418 6th Avenue\\, apt 3R', 'STATUS:CONFIRMED', 'END:VEVENT', 'END:VCALENDAR', '',
    ]);
  });
  it('holds every booking of a series, each by its own id', () => {
    const file = calendarFile([entry, { ...entry, id: 'booking_02', start: '2026-12-01T14:00:00Z', end: '2026-12-01T17:00:00Z' }]);
    expect(file.split('\r\n').filter((line) => /^(BEGIN|UID|DTSTART)/.test(line))).toEqual([
      'BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:booking_01m7', 'DTSTART:20261124T140000Z', 'BEGIN:VEVENT', 'UID:booking_02', 'DTSTART:20261201T140000Z',
    ]);
  });
  it('folds long lines at 75 octets and loses nothing', () => {
    const title = 'Überraschung für Zoë – '.repeat(12);
    const file = calendarFile([{ ...entry, title }]);
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replace(/\r\n /g, '')).toContain(`SUMMARY:${title}`);
  });
});
