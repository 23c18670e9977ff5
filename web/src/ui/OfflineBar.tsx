import { useOnline } from '~/api/online';
import { t } from './words';

export function OfflineBar() {
  const isOnline = useOnline();
  return <div aria-live="polite">{!isOnline && <p class="offline-bar">{t('offlineNow')}</p>}</div>;
}
