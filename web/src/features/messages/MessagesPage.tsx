import './MessagesPage.css';
import { useAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { Page } from '~/app/Page';
import { useMedia } from '~/lib/useMedia';
import { useNow } from '~/lib/useNow';
import { useQueryState } from '~/lib/useQueryState';
import { Button, ButtonLink } from '~/ui/Button';
import { SavedCopy } from '~/ui/SavedCopy';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { ConversationRow } from './ConversationRow';
import { ThreadPane } from './ThreadPane';
import { useConversations } from './useConversations';
import { t } from './words';

const WIDE = '(min-width: 761px)';

function Conversations({ account }: { account: Account }) {
  const list = useConversations(account.id);
  const { query, hrefWith } = useQueryState();
  const isWide = useMedia(WIDE);
  const now = useNow();
  const pages = list.data?.pages;
  if (list.isPending) return <Skeleton count={5} lines={2} />;
  if (!pages) return <ErrorState error={list.error} title={t('failed')} onRetry={() => void list.refetch()} />;
  const conversations = pages.flatMap((page) => page.threads);
  const first = conversations[0];
  if (!first) return <Empty icon="message" title={t('empty')} action={<ButtonLink look="go" href="/">{t('toDiscover')}</ButtonLink>}>{t('emptyText')}</Empty>;
  const chosen = isWide ? query.booking || first.bookingId : '';
  const hrefOf = (id: string) => (isWide ? hrefWith({ booking: id }) : `/booking/manage/${id}?view=messages`);
  return (
    <div class="conversations">
      <div class="list">
        <SavedCopy query={list} />
        <ul class="panel" aria-label={t('list')}>
          {conversations.map((one) => (
            <li key={one.bookingId}>
              <ConversationRow one={one} accountId={account.id} now={now} href={hrefOf(one.bookingId)} isCurrent={one.bookingId === chosen} />
            </li>
          ))}
        </ul>
        {list.hasNextPage && <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
      </div>
      {chosen && <ThreadPane key={chosen} bookingId={chosen} account={account} />}
    </div>
  );
}

/** All conversations; beside them the chosen one, or on a phone the way to it. */
export default function MessagesPage() {
  const account = useAccount();
  return (
    <Page title={t('title')}>
      <div class="stack">
        <h1>{t('title')}</h1>
        {account === undefined ? <Skeleton count={5} lines={2} /> : account === null ? <SignInFirst>{t('signInWhy')}</SignInFirst> : <Conversations account={account} />}
      </div>
    </Page>
  );
}
