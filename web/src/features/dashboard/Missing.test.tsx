// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { render, screen, cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { keyOf, queryClient } from '~/api/query';
import { Missing } from './Missing';

afterEach(() => {
  cleanup();
  queryClient.clear();
});
const day = { days: ['MO'], start: '09:00', end: '17:00' };

it.each([
  ['nothing said yet', [], [], ['/account/services', '/account/hours']],
  ['all services taken back', [{ active: false }], [day], ['/account/services']],
  ['no hours', [{ active: true }], [], ['/account/hours']],
  ['all said', [{ active: true }], [day], []],
])('%s', (_, services, weekly, hrefs) => {
  queryClient.setQueryData(keyOf('service.list', { providerId: 'user_a' }), { services });
  queryClient.setQueryData(keyOf('availability.get'), { weekly, rules: [], exceptions: [] });
  render(<QueryClientProvider client={queryClient}><Missing providerId="user_a" /></QueryClientProvider>);
  expect(screen.queryAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(hrefs);
});
