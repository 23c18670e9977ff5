import { edition } from '~/api/edition';
import { Page } from '~/app/Page';

export function DiscoverPage() {
  return <Page title={edition.title}><h1>{edition.tagline}</h1></Page>;
}
