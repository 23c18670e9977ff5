import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { forgetDraft } from './useDraft';
import { t } from './words';

/** The link of a plain press that leads away from here within the app. */
function wayOut(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.origin !== location.origin || (link.target && link.target !== '_self')) return null;
  return link.pathname === location.pathname || link.pathname === '/signin' ? null : link.pathname + link.search;
}

/** Asks before a link or closing the tab loses what is not saved. Going back or signing in loses nothing: the draft is kept. */
export function LeaveGuard() {
  const { route } = useLocation();
  const [to, ask] = useState<string | null>(null);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const href = wayOut(event);
      if (!href) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(href);
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    document.addEventListener('click', onClick, true);
    window.addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('beforeunload', onUnload);
    };
  }, []);
  if (to === null) return null;
  const leave = () => {
    forgetDraft();
    route(to);
  };
  return (
    <Dialog title={t('leaveTitle')} onClose={() => ask(null)}>
      <p>{t('leaveText')}</p>
      <div class="ends">
        <Button onClick={() => ask(null)}>{t('stay')}</Button>
        <Button look="danger" onClick={leave}>{t('leave')}</Button>
      </div>
    </Dialog>
  );
}
