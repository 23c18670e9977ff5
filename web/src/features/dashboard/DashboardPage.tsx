import './DashboardPage.css';
import { isProvider, useAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { Page } from '~/app/Page';
import { useNow } from '~/lib/useNow';
import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { SavedCopy } from '~/ui/SavedCopy';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { Ahead } from './Ahead';
import { Missing } from './Missing';
import { Numbers } from './Numbers';
import { Requests } from './Requests';
import { useAgreed, useRequests } from './useDashboard';
import { t } from './words';

function Links({ account }: { account: Account }) {
  const links = [
    { href: '/booking/calendar', label: t('calendar') }, { href: '/account/services', label: t('services') }, { href: '/account/hours', label: t('hours') },
    { href: '/account/profile', label: t('profile') }, { href: `/providers/${account.id}`, label: t('asSeen') },
  ];
  return (
    <nav class="panel links" aria-labelledby="links">
      <h2 id="links">{t('links')}</h2>
      <ul>{links.map((link) => <li key={link.href}><a href={link.href}>{link.label}<Icon name="forward" size={18} /></a></li>)}</ul>
    </nav>
  );
}

function Whole({ account }: { account: Account }) {
  const requests = useRequests(account.id);
  const agreed = useAgreed(account.id);
  const now = useNow();
  const failed = [requests, agreed].find((query) => query.isError && query.data === undefined);
  if (failed) return <ErrorState error={failed.error} title={t('failed')} onRetry={() => { void requests.refetch(); void agreed.refetch(); }} />;
  return (
    <div class="dash-two">
      <div class="stack main-side">
        <Missing providerId={account.id} />
        <SavedCopy query={requests} />
        {requests.data ? <Requests bookings={requests.data.bookings} now={now} /> : <Skeleton count={2} lines={3} />}
        {agreed.data ? <Ahead bookings={agreed.data.bookings} now={now} /> : <Skeleton count={3} lines={3} />}
      </div>
      <div class="stack">
        {requests.data ? <Numbers stats={requests.data.stats} /> : <Skeleton lines={5} />}
        <Links account={account} />
      </div>
    </div>
  );
}

/** A provider's day: who asks, what is on, what came of it. */
export default function DashboardPage() {
  const account = useAccount();
  return (
    <Page title={t('title')}>
      <div class="stack dashboard">
        <h1>{t('title')}</h1>
        {account === undefined ? <Skeleton count={3} lines={3} />
          : account === null ? <SignInFirst>{t('signInWhy')}</SignInFirst>
          : isProvider(account) ? <Whole account={account} />
          : <Empty icon="person" title={t('notProvider')} action={<ButtonLink look="go" href="/account/profile">{t('offer')}</ButtonLink>}>{t('notProviderText')}</Empty>}
      </div>
    </Page>
  );
}
