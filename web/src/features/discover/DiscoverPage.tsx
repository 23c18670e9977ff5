import './DiscoverPage.css';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { edition } from '~/api/edition';
import { Page } from '~/app/Page';
import { viewerZone, zoneCity } from '~/lib/time';
import { choiceAmong, sharedZone, type Choice } from './card';
import { FilterChips } from './FilterChips';
import { FilterRail } from './FilterRail';
import { MapAside } from './MapAside';
import { Results } from './Results';
import { SearchBar } from './SearchBar';
import { sorts, type Search, type Sort } from './search';
import { pluralOf } from './title';
import { useSearch, useSearchAddress } from './useSearch';
import { t } from './words';

function SortSelect({ search, onSearch }: { search: Search; onSearch: (next: Search) => void }) {
  return (
    <select class="sort" aria-label={t('sortBy')} value={search.sortBy} onChange={(event) => onSearch({ ...search, sortBy: event.currentTarget.value as Sort })}>
      {sorts.map((sort) => <option key={sort} value={sort} selected={sort === search.sortBy}>{t(`sort_${sort}`)}</option>)}
    </select>
  );
}

/** Finding somebody: a prompt, filters, cards with times that can be booked, and a map of them. */
export function DiscoverPage() {
  const { path } = useLocation();
  const [search, onSearch] = useSearchAddress();
  const [pressed, press] = useState<Choice | null>(null);
  const [isMap, showMap] = useState(false);
  const found = useSearch(search);
  const { reply, providers } = found;
  const zone = sharedZone(providers, viewerZone());
  const choice = choiceAmong(providers, pressed);
  const total = reply?.stats.total;
  const plural = pluralOf(search);
  const title = total === undefined ? t('looking', { plural }) : t('found', { count: total, plural });
  const isBooking = path === '/booking';
  const heading = isBooking ? t('whoToBook') : edition.tagline;
  const filters = { search, facets: reply?.facets, onSearch };
  return (
    <Page title={heading} isStart={!isBooking} width="full">
      <div class="ask"><div class="in"><h1>{heading}</h1><SearchBar search={search} onSearch={onSearch} /></div></div>
      <div class="found">
        <aside class="rail" aria-label={t('filters')}><FilterRail {...filters} /></aside>
        <section class="list" aria-label={t('results')}>
          <FilterChips {...filters} total={total} average={reply?.stats.avgHourlyRate ?? null} />
          <div class="top">
            <h2 aria-live="polite">{title}</h2>
            {zone && <span class="zone mono xs muted">{t('inZone', { city: zoneCity(zone) })}</span>}
            <button type="button" class="mlink sm" aria-pressed={isMap} onClick={() => showMap(!isMap)}>{isMap ? t('listView') : t('mapView')}</button>
            <SortSelect search={search} onSearch={onSearch} />
          </div>
          <Results search={search} found={found} choice={choice} onChoose={press} onSearch={onSearch} />
        </section>
        <MapAside
          isAsked={isMap} isReady={reply !== undefined} search={search} input={found.input} providers={providers} total={total ?? 0}
          chosenId={choice?.providerId} onPoint={(providerId) => press({ providerId, at: '' })}
        />
      </div>
    </Page>
  );
}
