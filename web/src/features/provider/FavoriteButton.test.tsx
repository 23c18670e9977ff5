// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it } from 'vitest';
import { queryClient } from '~/api/query';
import type { Provider } from '~/api/types';
import { FavoriteButton } from './FavoriteButton';

afterEach(cleanup);

it('without an account it leads to the form and back to this very place', () => {
  history.replaceState(null, '', '/providers/user_a?service=service_b');
  render(<LocationProvider><QueryClientProvider client={queryClient}><FavoriteButton provider={{ id: 'user_a' } as Provider} account={null} /></QueryClientProvider></LocationProvider>);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/signin?next=%2Fproviders%2Fuser_a%3Fservice%3Dservice_b');
});
