// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { setEditionWords } from '~/lib/i18n';
import { emptyDraft } from './draft';
import { provider, service } from './fixtures';
import { PriceSummary } from './PriceSummary';
import type { Wizard } from './useWizard';

beforeAll(() => setEditionWords({ booking: 'job', bookings: 'jobs' }));
afterEach(cleanup);
const week = ['2026-11-24T17:00:00Z', '2026-12-01T17:00:00Z', '2026-12-08T17:00:00Z'];

it.each([
  ['Request this job', 'request', 1], ['Request these 3 jobs', 'request', 3],
  ['Book this job', 'instant', 1], ['Book these 3 jobs', 'instant', 3],
])('%s', (label, acceptance, count) => {
  const times = week.slice(0, count);
  const wizard = {
    step: 4, account: { id: 'user_a' }, draft: { ...emptyDraft, start: times[0], hours: 2 }, service: { ...service, acceptance }, provider, zone: provider.timeZone,
    wanted: times, times, clashes: [], notice: null, isSending: false, holding: { state: 'none' }, address: '', totalMinor: 8400 * count,
    price: { quote: { lines: [], totalMinor: 8400, currency: 'USD' }, isWaiting: false },
  };
  render(<PriceSummary wizard={wizard as unknown as Wizard} formId="form" />);
  expect(screen.getByRole('button', { name: label })).toBeTruthy();
});
