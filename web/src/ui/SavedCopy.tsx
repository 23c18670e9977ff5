import { refusalOf } from '~/api/client';
import { useOnline } from '~/api/online';
import { savedAt } from '~/lib/age';
import { useNow } from '~/lib/useNow';
import { Said } from './Said';
import { t } from './words';

/** Over content that could not be asked for again: it stays, and says how old it is; where the session has ended, with the way back in. */
export function SavedCopy({ query }: { query: { dataUpdatedAt: number; isRefetchError: boolean; data: unknown; error: unknown } }) {
  const isOnline = useOnline();
  const now = useNow();
  if (query.data === undefined || query.dataUpdatedAt === 0 || (isOnline && !query.isRefetchError)) return null;
  const said = t('savedCopy', { at: savedAt(query.dataUpdatedAt, now) });
  const isEnded = isOnline && refusalOf(query.error).status === 401;
  return <p class="saved-copy mono xs" role="status">{said}{isEnded && <>. <Said message={refusalOf(query.error).message} /></>}</p>;
}
