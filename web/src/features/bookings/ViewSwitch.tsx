import { useEffect, useRef, useState } from 'preact/hooks';
import { keyOf, useQuery } from '~/api/query';
import { api } from '~/api/client';
import { PAGE } from '~/booking/thread';
import type { QueryPatch } from '~/lib/useQueryState';
import { t } from './words';

/** How many messages of the other side came while the details were shown. */
function useUnseen(bookingId: string, accountId: string, isShown: boolean): number {
  const input = { bookingId, limit: PAGE };
  const { data } = useQuery({ queryKey: keyOf('message.list', input), queryFn: () => api.message.list.query(input) });
  const seen = useRef<number | null>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!data) return;
    const last = data.messages[data.messages.length - 1]?.sequence ?? 0;
    if (isShown || seen.current === null) seen.current = last;
    const { current } = seen;
    setCount(data.messages.filter((message) => message.sequence > current && message.senderId !== accountId).length);
  }, [data, isShown]);
  return count;
}

interface Props {
  view: 'details' | 'messages';
  hrefWith: (patch: QueryPatch) => string;
  bookingId: string;
  accountId: string;
}
/** On a phone the facts and the conversation take turns; each has an address. */
export function ViewSwitch({ view, hrefWith, bookingId, accountId }: Props) {
  const unseen = useUnseen(bookingId, accountId, view === 'messages');
  return (
    <nav class="view-switch" aria-label={t('show')}>
      <a href={hrefWith({ view: null })} aria-current={view === 'details' ? 'page' : undefined}>{t('details')}</a>
      <a href={hrefWith({ view: 'messages' })} aria-current={view === 'messages' ? 'page' : undefined}>
        {t('messages')}{unseen > 0 && <span class="badge" aria-label={t('newMessages', { count: unseen })}>{unseen}</span>}
      </a>
    </nav>
  );
}
