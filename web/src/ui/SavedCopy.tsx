import { refusalOf } from '~/api/client';
import { useOnline } from '~/api/online';
import { savedAt } from '~/lib/age';
import { useNow } from '~/lib/useNow';
import { t } from './words';

/** Over content that could not be asked for again: it stays, and says how old it is. Where the session has ended, the bar says that. */
export function SavedCopy({ query }: { query: { dataUpdatedAt: number; isRefetchError: boolean; data: unknown; error: unknown } }) {
  const isOnline = useOnline();
  const now = useNow();
  if (query.data === undefined || query.dataUpdatedAt === 0 || (isOnline && !query.isRefetchError)) return null;
  if (isOnline && refusalOf(query.error).status === 401) return null;
  return <p class="saved-copy mono xs" role="status">{t('savedCopy', { at: savedAt(query.dataUpdatedAt, now) })}</p>;
}
