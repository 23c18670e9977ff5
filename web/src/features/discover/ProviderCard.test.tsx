// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, expect, it } from 'vitest';
import { choiceAmong, type Choice } from './card';
import { ProviderCard } from './ProviderCard';
import type { Found } from './useSearch';

const soon = (days: number) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate() + days, 9)).toISOString();
const person = (id: string, displayName: string): Found =>
  ({
    id, displayName, headline: 'Home cleaning', bio: 'Tidy.', roles: [], services: [], rating: 4.9, reviewCount: 128, verified: true, location: 'Park Slope, Brooklyn',
    timeZone: 'UTC', currency: 'USD', hourlyRateMinor: 4200, dayRateMinor: null, distanceMiles: 0.8, nextSlots: [soon(2), soon(3), soon(4)], nextSlotsServiceId: 'service_1',
  }) as unknown as Found;
const people = [person('user_1', 'Ana Ribeiro'), person('user_2', 'Mei Lin Zhou')];

function List({ isOffline = false }: { isOffline?: boolean }) {
  const [pressed, press] = useState<Choice | null>(null);
  const choice = choiceAmong(people, pressed);
  return (
    <>
      {people.map((found) => (
        <ProviderCard key={found.id} found={found} isOffline={isOffline} isDaySearched={false} saysZone={false} chosenAt={found.id === choice?.providerId ? choice.at : undefined} onChoose={press} />
      ))}
    </>
  );
}
const slotsOf = (name: string) => [...screen.getByRole('group', { name: `Next openings with ${name}` }).querySelectorAll('button')];
const bookLinks = () => screen.queryAllByRole('link', { name: /^Book / });

afterEach(cleanup);

it('has one yellow way to book, on the first card at first', () => {
  render(<List />);
  expect(bookLinks()).toHaveLength(1);
  expect(bookLinks()[0]?.getAttribute('href')).toContain('/booking/user_1?service=service_1&start=');
  expect(slotsOf('Ana Ribeiro').map((slot) => slot.getAttribute('aria-pressed'))).toEqual(['true', 'false', 'false']);
});

it('moves to the card whose time is pressed', () => {
  render(<List />);
  const [, second] = slotsOf('Mei Lin Zhou');
  fireEvent.click(second!);
  expect(second!.getAttribute('aria-pressed')).toBe('true');
  expect(slotsOf('Ana Ribeiro').some((slot) => slot.getAttribute('aria-pressed') === 'true')).toBe(false);
  expect(bookLinks()).toHaveLength(1);
  expect(bookLinks()[0]?.getAttribute('href')).toContain(`/booking/user_2?service=service_1&start=${encodeURIComponent(people[1]!.nextSlots![1]!)}`);
  expect(screen.getByRole('link', { name: 'All times of Ana Ribeiro' })).toBeTruthy();
});

it('takes no time while the server cannot be reached', () => {
  render(<List isOffline />);
  expect(slotsOf('Ana Ribeiro').every((slot) => slot.disabled)).toBe(true);
  expect(bookLinks()).toEqual([]);
});
