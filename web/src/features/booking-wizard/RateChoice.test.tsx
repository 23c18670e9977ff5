// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { emptyDraft } from './draft';
import { provider, service } from './fixtures';
import { RateChoice } from './RateChoice';
import type { Wizard } from './useWizard';

const { alternative } = vi.hoisted(() => ({ alternative: { quote: null as unknown, isWaiting: false } }));
vi.mock('./useQuote', () => ({ useQuote: () => alternative }));
afterEach(cleanup);

function show(isWaiting: boolean) {
  const quote = { rateType: 'hourly', totalMinor: 15_000, currency: 'USD' };
  const wizard = { provider, account: null, problems: [], draft: { ...emptyDraft, hours: 2, rateType: 'hourly' }, change: () => {}, price: { quote, isWaiting } };
  render(<RateChoice wizard={wizard as unknown as Wizard} service={service} />);
  return screen.getByRole('group', { name: 'Charged' }).parentElement!;
}

it('what each would come to is marked while either is asked anew', () => {
  expect(show(false).className).toBe('');
  cleanup();
  const box = show(true);
  expect([box.className, box.getAttribute('aria-busy')]).toEqual(['asked-anew', 'true']);
  cleanup();
  alternative.isWaiting = true;
  expect(show(false).className).toBe('asked-anew');
});
