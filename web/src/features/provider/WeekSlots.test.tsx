// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import type { Provider, Slot } from '~/api/types';
import { standIn } from '~/lib/testZone';
import { HOUR_MS } from '~/lib/time';
import { WeekSlots } from './WeekSlots';

const provider = { id: 'user_a', timeZone: 'America/New_York', services: [{ id: 'service_a', title: 'Home cleaning', windowDays: 60 }] } as unknown as Provider;
const slotAt = (at: number): Slot => ({ start: new Date(at).toISOString(), end: '', local: '', localEnd: '', seatsLeft: 1 });
/** A day's worth, every half hour from nine. */
const slots = Array.from({ length: 16 }, (_, index) => slotAt(Date.parse('2026-11-24T14:00:00Z') + index * HOUR_MS / 2));

afterEach(() => {
  cleanup();
  queryClient.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The week before its times are there, and with them. */
function show(viewer: string) {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z'), toFake: ['Date', 'setTimeout', 'setInterval'] });
  standIn(viewer);
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  render(<QueryClientProvider client={queryClient}><WeekSlots provider={provider} serviceId="service_a" onService={() => {}} /></QueryClientProvider>);
  const note = () => screen.getByRole('region').querySelector('.times-head p')?.textContent;
  const arrive = (found = slots) => act(async () => {
    queryClient.setQueriesData({ queryKey: ['slot.list'] }, { slots: found });
    await vi.advanceTimersByTimeAsync(0);
  });
  return { note, arrive };
}

it.each([
  ['Europe/Berlin', /Berlin/],
  ['America/New_York', /New York(?!.*yours)/],
])('a viewer in %s reads whose clock it is before the times are there, and nothing moves when they come', async (viewer, text) => {
  const { note, arrive } = show(viewer);
  const before = note();
  expect(before).toMatch(text);
  await arrive();
  expect(screen.getAllByRole('link')).toHaveLength(6);
  expect(note()).toBe(before);
});

it('nor when there are none', async () => {
  const { note, arrive } = show('Europe/Berlin');
  const before = note();
  await arrive([]);
  expect(screen.queryByRole('link')).toBeNull();
  expect(note()).toBe(before);
});

it('only the times that are shown are worded', async () => {
  const { arrive } = show('Europe/Berlin');
  const worded = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  await arrive();
  // The two ways an hour might come twice, for each of six times and not of all sixteen; and the week's own bounds.
  expect(worded.mock.calls.length).toBeGreaterThan(0);
  expect(worded.mock.calls.length).toBeLessThan(2 * slots.length);
});
