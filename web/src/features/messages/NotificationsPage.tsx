import './NotificationsPage.css';
import { useInfiniteQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api } from '~/api/client';
import { useOnline } from '~/api/online';
import { keyOf, stale } from '~/api/query';
import { useAccount } from '~/api/session';
import { Page } from '~/app/Page';
import { useNow } from '~/lib/useNow';
import { Button } from '~/ui/Button';
import { SavedCopy } from '~/ui/SavedCopy';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { toast } from '~/ui/Toast';
import { Notice } from './Notice';
import { t } from './words';

const PAGE = 20;

function useNotices(accountId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf('notification.list', { limit: PAGE }), 'pages', accountId],
    queryFn: ({ pageParam }) => api.notification.list.query({ limit: PAGE, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

/** Up to the newest that is shown: what came since then was not seen. */
function MarkAll({ upTo, unread }: { upTo: string; unread: number }) {
  const [isBusy, setBusy] = useState(false);
  const isOnline = useOnline();
  const mark = async () => {
    setBusy(true);
    try {
      await api.notification.read.mutate({ upTo });
      stale('notification.');
    } catch {
      toast(t('markFailed'), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="row mark-all">
      <p class="mono xs muted" role="status">{unread > 0 ? t('unreadNotices', { count: unread }) : t('allRead')}</p>
      {unread > 0 && <Button isBusy={isBusy} disabled={!isOnline} onClick={() => void mark()}>{t('markAll')}</Button>}
    </div>
  );
}

function Notices({ accountId }: { accountId: string }) {
  const list = useNotices(accountId);
  const now = useNow();
  const pages = list.data?.pages;
  if (list.isPending) return <Skeleton count={6} lines={2} />;
  if (!pages) return <ErrorState error={list.error} title={t('noticesFailed')} onRetry={() => void list.refetch()} />;
  const notices = pages.flatMap((page) => page.notifications);
  const newest = notices[0];
  if (!newest) return <Empty icon="bell" title={t('noNotices')}>{t('noNoticesText')}</Empty>;
  return (
    <>
      <MarkAll upTo={newest.id} unread={pages[0]?.unread ?? 0} />
      <SavedCopy query={list} />
      <ul class="notices panel">{notices.map((notice) => <li key={notice.id}><Notice notice={notice} now={now} /></li>)}</ul>
      {list.hasNextPage && <Button class="show-more" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
    </>
  );
}

/** What others did about one's bookings, the newest first. */
export default function NotificationsPage() {
  const account = useAccount();
  return (
    <Page title={t('notices')} width="narrow">
      <div class="stack">
        <h1>{t('notices')}</h1>
        {account === undefined ? <Skeleton count={6} lines={2} /> : account === null ? <SignInFirst>{t('noticesWhy')}</SignInFirst> : <Notices accountId={account.id} />}
      </div>
    </Page>
  );
}
