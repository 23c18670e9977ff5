import './BookingsPage.css';
import { isProvider, useAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { Page } from '~/app/Page';
import { BookingRow } from '~/booking/BookingRow';
import { useNow } from '~/lib/useNow';
import { useQueryState } from '~/lib/useQueryState';
import { Button, ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { SavedCopy } from '~/ui/SavedCopy';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { TabLinks } from '~/ui/Tabs';
import { ListFilters } from './ListFilters';
import { isFiltered, readState, tabs, type ListState } from './listState';
import { Stats } from './Stats';
import { useBookingList } from './useBookingList';
import { t } from './words';

function Nothing({ state, clearHref }: { state: ListState; clearHref: string }) {
  if (isFiltered(state)) return <Empty title={t('emptyFilter')} action={<ButtonLink href={clearHref}>{t('clearFilters')}</ButtonLink>}>{t('emptyFilterText')}</Empty>;
  if (state.role === 'provider' && state.tab !== 'past')
    return <Empty icon="calendar" title={t('emptyUpcomingProvider')} action={<ButtonLink look="go" href="/account/hours">{t('toHours')}</ButtonLink>}>{t('emptyUpcomingProviderText')}</Empty>;
  const title = state.tab === 'past' ? t('emptyPast') : state.tab === 'all' ? t('emptyAny') : t('emptyUpcomingClient');
  return <Empty icon="calendar" title={title} action={<ButtonLink look="go" href="/">{t('toDiscover')}</ButtonLink>}>{t('emptyUpcomingClientText')}</Empty>;
}

function List({ state, account, clearHref }: { state: ListState; account: Account; clearHref: string }) {
  const list = useBookingList(state, account.id);
  const now = useNow();
  const pages = list.data?.pages;
  if (list.isPending) return <Skeleton count={5} lines={2} />;
  if (!pages) return <ErrorState error={list.error} title={t('failed')} onRetry={() => void list.refetch()} />;
  const bookings = pages.flatMap((page) => page.bookings);
  return (
    <div class={`stack ${list.isPlaceholderData ? 'asked-anew' : ''}`} aria-busy={list.isPlaceholderData || undefined}>
      {pages[0] && <Stats stats={pages[0].stats} role={state.role} />}
      <SavedCopy query={list} />
      {bookings.length === 0 ? <Nothing state={state} clearHref={clearHref} /> : (
        <ul class="stack rows" aria-label={t('listLabel', { tab: t(state.tab) })}>
          {bookings.map((booking) => <li key={booking.id}><BookingRow booking={booking} side={state.role} now={now} /></li>)}
        </ul>
      )}
      {list.hasNextPage && <Button class="show-more" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
    </div>
  );
}

function Whole({ account }: { account: Account }) {
  const { query, hrefWith, set } = useQueryState();
  const isBoth = isProvider(account);
  const state = readState(query, isBoth);
  const tabItems = tabs.map((tab) => ({ href: hrefWith({ tab: tab === 'upcoming' ? null : tab, sort: null }), label: t(tab), isCurrent: tab === state.tab }));
  const roleItems = (['provider', 'client'] as const).map((role) => ({
    href: hrefWith({ role: role === 'provider' ? null : role }), label: t(role === 'provider' ? 'asProvider' : 'asClient'), isCurrent: role === state.role,
  }));
  return (
    <div class="stack">
      <div class="row list-tabs">
        <TabLinks label={t('tabs')} items={tabItems} />
        {isBoth && <TabLinks label={t('whose')} items={roleItems} />}
      </div>
      <ListFilters state={state} set={set} />
      <List state={state} account={account} clearHref={hrefWith({ status: null, q: null })} />
    </div>
  );
}

/** One's bookings on either side. All of its state is in the address. */
export default function BookingsPage() {
  const account = useAccount();
  return (
    <Page title={t('title')}>
      <div class="bookings stack">
        <div class="row title-row"><h1>{t('title')}</h1>{account && <ButtonLink href="/booking/calendar"><Icon name="calendar" />{t('calendar')}</ButtonLink>}</div>
        {account === undefined ? <Skeleton count={5} lines={2} /> : account === null ? <SignInFirst>{t('signInWhy')}</SignInFirst> : <Whole account={account} />}
      </div>
    </Page>
  );
}
