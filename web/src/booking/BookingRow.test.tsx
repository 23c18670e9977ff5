// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { standIn } from '~/lib/testZone';
import { BookingRow } from './BookingRow';
import { cancelledWith, someBooking } from './fixtures';

afterEach(() => { cleanup(); vi.restoreAllMocks(); });
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

it.each([
  ['Asia/Kathmandu', '09:00–12:00 (New York time) · 3 h'],
  ['America/Toronto', '09:00–12:00 · 3 h'],
])('seen from %s it says %s', (viewer, text) => {
  standIn(viewer);
  render(<BookingRow booking={someBooking({ status: 'CONFIRMED' })} side="client" now={0} />);
  expect(screen.getByText(text)).toBeTruthy();
});
