// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { BookingRow } from './BookingRow';
import { someBooking } from './fixtures';

afterEach(cleanup);

describe('hours that changed after a booking was agreed', () => {
  const show = (outsideHours: boolean) => render(<BookingRow booking={someBooking({ outsideHours })} side="provider" now={0} />);

  it('are said in its row, in words beside the sign', () => {
    const { container } = show(true);
    expect(screen.getByText('Outside your hours')).toBeTruthy();
    expect(container.querySelector('.outside-mark svg')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('are not mentioned where it lies within them', () => {
    show(false);
    expect(screen.queryByText('Outside your hours')).toBeNull();
  });
});
