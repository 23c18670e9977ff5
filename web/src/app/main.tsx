import '~/styles/tokens.css';
import '~/styles/themes.css';
import '~/styles/base.css';
import { QueryClientProvider } from '@tanstack/preact-query';
import { render } from 'preact';
import { LocationProvider } from 'preact-iso';
import { applyEdition } from '~/api/edition';
import { primeQueries, queryClient } from '~/api/query';
import { Routes } from './routes';
import { Shell } from './Shell';

applyEdition();
primeQueries();

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(
    <QueryClientProvider client={queryClient}>
      {/* /docs, /api and pictures are the server's own pages. */}
      <LocationProvider scope={/^\/(?!docs|api|trpc|pictures|metrics|sitemap|robots)/}>
        <Shell><Routes /></Shell>
      </LocationProvider>
    </QueryClientProvider>,
    root,
  );
}
