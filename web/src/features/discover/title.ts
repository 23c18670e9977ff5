import { edition, serviceLabel } from '~/api/edition';
import { shortDay } from '~/lib/time';
import type { Search } from './search';
import { t } from './words';

/** "home cleaners" where the catalogue has the word, else the edition's word for everybody. */
export function pluralOf(search: Search): string {
  const entry = edition.catalogue.find(({ serviceType }) => serviceType === search.service);
  return entry?.plural ?? edition.words.providers ?? '';
}

export const needText = (search: Search) => (search.service ? serviceLabel(search.service) : search.q ?? '');

/** "Tue 24 Nov": a calendar day, the same in every zone. */
export const dayText = (day: string) => shortDay(`${day}T12:00:00Z`, 'UTC');

/** "Brooklyn 11215, Tue 24 Nov" */
export const whereAndWhen = (search: Search) => `${search.location ?? t('anywhere')}, ${search.date ? dayText(search.date) : t('anyDay').toLowerCase()}`;
