// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { CLIENT, event, someBooking } from '~/booking/fixtures';
import { storyOf } from '~/booking/history';
import { standIn } from '~/lib/testZone';
import { HistoryPane } from './HistoryPane';

afterEach(cleanup);

it.each([['Asia/Kathmandu', ' New York time'], ['America/Toronto', '']])('in %s it names the clock of its times once, or not at all', (viewer, note) => {
  standIn(viewer);
  const booking = someBooking();
  const moved = { scheduledTime: '2026-11-25T14:00:00Z', endTime: '2026-11-25T17:00:00Z', by: 'client' };
  const events = [event(1, 'booking.created', '2026-11-21T14:14:00Z', CLIENT, { status: 'PENDING' }), event(2, 'booking.reschedule_proposed', '2026-11-21T15:14:00Z', CLIENT, moved)];
  render(<HistoryPane events={events} story={storyOf(booking, 'client', CLIENT)} zone={booking.timeZone} fresh={new Set()} />);
  expect(screen.getByRole('heading').textContent).toBe(`What happened${note}`);
  expect(screen.getAllByRole('listitem').map((row) => row.querySelector('span')?.textContent)).toEqual(['You asked for Tue 24 Nov, 09:00 to 12:00', 'You asked to move it to Wed 25 Nov, 09:00 to 12:00']);
});
