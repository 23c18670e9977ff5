// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { emptyDraft } from './draft';
import { provider, service } from './fixtures';
import { ReviewStep } from './ReviewStep';
import { weekly } from './series';
import type { Wizard } from './useWizard';

afterEach(cleanup);
const wanted = ['2026-11-24T17:00:00Z', '2026-12-01T17:00:00Z', '2026-12-08T17:00:00Z'];
const TOTAL_MINOR = 15_000;
function show(times: string[], all = wanted) {
  const quote = { lines: [], totalMinor: TOTAL_MINOR, currency: 'USD' };
  const draft = { ...emptyDraft, start: all[0], hours: 2, repeat: all.length > 1 ? { ...weekly, count: all.length } : null };
  const wizard = { service, provider, draft, zone: provider.timeZone, wanted: all, times, totalMinor: TOTAL_MINOR * times.length, price: { quote }, go: () => {} };
  render(<ReviewStep wizard={wizard as unknown as Wizard} />);
}
const rows = () => screen.getAllByRole('definition').map((one) => one.textContent);

it('names all the times of a series', () => {
  show(wanted);
  expect(screen.getByRole('heading', { name: 'All 3 times' })).toBeTruthy();
  expect(screen.getByText('Total of 3')).toBeTruthy();
});

it('after a clash it names those that are left, as their rows and their total do', () => {
  show(wanted.slice(1));
  expect(screen.getByRole('heading', { name: 'The 2 times that are left' })).toBeTruthy();
  expect(screen.getByText('Total of 2')).toBeTruthy();
  expect(rows().slice(-3)).toEqual(['$150.00', '$150.00', '$300.00']);
  cleanup();
  show(wanted.slice(2));
  expect(screen.getByRole('heading', { name: 'The time that is left' })).toBeTruthy();
});

it('one that stands alone has its cost', () => {
  show(wanted.slice(0, 1), wanted.slice(0, 1));
  expect(screen.getByRole('heading', { name: 'Cost' })).toBeTruthy();
});
