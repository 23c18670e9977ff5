// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { someBooking } from '~/booking/fixtures';
import { BookedCost } from './BookedCost';

afterEach(cleanup);
const one = (totalPriceMinor: number) => someBooking({ seriesId: 'series_1', totalPriceMinor, currency: 'USD', lines: [] });
const sum = () => document.querySelector('.sum')?.textContent;

it('a series says what one costs and what all come to', () => {
  const times = [one(15_000), one(15_000), one(15_000)];
  render(<BookedCost booking={times[0]!} times={times} />);
  expect(screen.getByRole('heading', { name: 'Cost of each' })).toBeTruthy();
  expect(screen.getByText('One time')).toBeTruthy();
  expect(sum()).toBe('Total, 3 × $150.00 $450.00');
});

it('where they do not cost the same, only their number is said', () => {
  const times = [one(15_000), one(20_000)];
  render(<BookedCost booking={times[0]!} times={times} />);
  expect(sum()).toBe('Total of 2 $350.00');
});

it('one that stands alone has one total, and so has a series that is not here yet', () => {
  const alone = someBooking({ seriesId: null, totalPriceMinor: 15_000, currency: 'USD', lines: [] });
  render(<BookedCost booking={alone} times={[alone]} />);
  expect(screen.getByText('Total')).toBeTruthy();
  cleanup();
  render(<BookedCost booking={one(15_000)} times={null} />);
  expect(sum()).toBeUndefined();
});
