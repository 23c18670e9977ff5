// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { setEditionWords } from '~/lib/i18n';
import { emptyDraft } from './draft';
import { provider, service } from './fixtures';
import { HoldBar } from './HoldBar';
import { PriceSummary } from './PriceSummary';
import type { Wizard } from './useWizard';

beforeAll(() => setEditionWords({ booking: 'job', bookings: 'jobs' }));
afterAll(() => setEditionWords({}));
afterEach(cleanup);
const week = ['2026-11-24T17:00:00Z', '2026-12-01T17:00:00Z', '2026-12-08T17:00:00Z'];

const wizardOf = (changes: object) => ({
  step: 4, account: { id: 'user_a' }, draft: { ...emptyDraft, start: week[0], hours: 2 }, service, provider, zone: provider.timeZone,
  wanted: week.slice(0, 1), times: week.slice(0, 1), clashes: [], notice: null, isSending: false, holding: { state: 'none' }, totalMinor: 8400,
  price: { quote: { lines: [], totalMinor: 8400, currency: 'USD' }, isWaiting: false }, ...changes,
}) as unknown as Wizard;

it.each([
  ['Request this job', 'request', 1], ['Request these 3 jobs', 'request', 3],
  ['Book this job', 'instant', 1], ['Book these 3 jobs', 'instant', 3],
])('%s', (label, acceptance, count) => {
  const times = week.slice(0, count);
  render(<PriceSummary wizard={wizardOf({ service: { ...service, acceptance }, wanted: times, times, totalMinor: 8400 * count })} formId="form" />);
  expect(screen.getByRole('button', { name: label })).toBeTruthy();
});

it('who is not signed in comes back to what was chosen, by either form', () => {
  history.replaceState(null, '', '/booking/user_a?step=3');
  const wizard = wizardOf({ account: null, holding: { state: 'signedOut' } });
  render(<LocationProvider><HoldBar wizard={wizard} /><PriceSummary wizard={wizard} formId="form" /></LocationProvider>);
  history.replaceState(null, '', '/booking/user_a?step=4');
  const links = screen.getAllByRole('link');
  expect(links.map((link) => { fireEvent.click(link); return link.getAttribute('href'); })).toEqual(['/signin', '/signin', '/signup'].map((form) => `${form}?next=%2Fbooking%2Fuser_a%3Fstep%3D4`));
});
