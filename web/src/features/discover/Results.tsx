import { refusalOf } from '~/api/client';
import { useOnline } from '~/api/online';
import { clockTime, viewerZone } from '~/lib/time';
import { Button } from '~/ui/Button';
import { ErrorState } from '~/ui/States';
import { isForeign, sharedZone, type Choice } from './card';
import { NoMatch } from './NoMatch';
import { CardSkeletons, ProviderCard } from './ProviderCard';
import type { Search } from './search';
import { pluralOf } from './title';
import type { useSearch } from './useSearch';
import { t } from './words';

interface Props {
  search: Search;
  found: ReturnType<typeof useSearch>;
  choice: Choice | null;
  onChoose: (choice: Choice) => void;
  onSearch: (next: Search) => void;
}
const SKELETONS = 6;

export function Results({ search, found, choice, onChoose, onSearch }: Props) {
  const isOnline = useOnline();
  const { reply, providers, error } = found;
  const isZoneSaid = sharedZone(providers, viewerZone()) !== null;
  const isOffline = !isOnline || (error !== null && refusalOf(error).isOffline);
  if (!reply && error) return <ErrorState error={error} title={t('failed')} onRetry={found.retry} />;
  if (!reply) return <CardSkeletons count={SKELETONS} label={t('looking', { plural: pluralOf(search) })} />;
  return (
    <>
      {error && <ErrorState error={error} title={t('failed')} onRetry={found.retry} />}
      {isOffline && <p class="saved sm" role="status">{t('savedAt', { time: clockTime(found.updatedAt || Date.now(), viewerZone()) })}</p>}
      {providers.length === 0 && !found.isLoading && !error && <NoMatch search={search} currency={reply.stats.currency ?? 'USD'} onSearch={onSearch} />}
      <div class={`cards ${found.isLoading ? 'asked-anew' : ''}`} aria-busy={found.isLoading}>
        {providers.map((one) => (
          <ProviderCard
            key={one.id} found={one} serviceType={search.service} isOffline={isOffline} isDaySearched={search.date !== undefined}
            saysZone={!isZoneSaid && isForeign(one, viewerZone())}
            chosenAt={one.id === choice?.providerId ? choice.at : undefined} onChoose={onChoose}
          />
        ))}
      </div>
      {found.hasMore && <div class="pager"><Button isBusy={found.isLoadingMore} disabled={isOffline} onClick={found.showMore}>{t('showMore')}</Button></div>}
    </>
  );
}
