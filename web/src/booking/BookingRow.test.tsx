// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { BookingRow } from './BookingRow';
import { cancelledWith, someBooking } from './fixtures';

afterEach(cleanup);
const show = (feeMinor: number) => render(<BookingRow booking={cancelledWith(feeMinor)} side="client" now={0} />);

it('a fee that stays is shown, and not struck through', () => {
  show(6300);
  expect(screen.getByText('$63.00 fee').classList.contains('void')).toBe(false);
  expect(screen.queryByText('$126.00')).toBeNull();
});

it('what was cancelled free is struck through', () => {
  show(0);
  expect(screen.getByText('$126.00').classList.contains('void')).toBe(true);
});

it('what stands costs its price', () => {
  render(<BookingRow booking={someBooking({ status: 'CONFIRMED' })} side="client" now={0} />);
  expect(screen.getByText('$126.00').classList.contains('void')).toBe(false);
});
