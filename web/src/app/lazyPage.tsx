// A page whose script is fetched when it is asked for. A fetch that fails is an answer too: the page
// says so in its place. Once the server can be reached it is opened anew, by its address: the parts
// of it that did arrive are not asked for twice by the loader, and nothing has been written in it yet.
import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { useOnline } from '~/api/online';
import { wakeFormats } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Page } from './Page';
import { t } from './words';

async function openAnew(): Promise<void> {
  try {
    await fetch(location.href, { method: 'HEAD' });
    location.reload();
  } catch {
    // Still away: what is on the screen says so.
  }
}

function Unfetched() {
  const isOnline = useOnline();
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    // Only when the network comes back: a script that never arrives must not reload the page for ever.
    if (isOnline && !wasOnline.current) void openAnew();
    wasOnline.current = isOnline;
  }, [isOnline]);
  return (
    <Page title={t('pageFailed')} width="narrow">
      <div class="state error" role="alert">
        <Icon name="alert" size={28} />
        <h1>{t('pageFailed')}</h1>
        <p class="muted">{t('pageUnfetched')}</p>
        <Button onClick={() => void openAnew()}>{t('tryAgain')}</Button>
      </div>
    </Page>
  );
}

export const lazyPage = (load: () => Promise<{ default: ComponentType }>) => lazy(() => {
  setTimeout(wakeFormats);
  return load().catch(() => ({ default: Unfetched }));
});
