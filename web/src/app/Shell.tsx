import './Shell.css';
import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { followJournal } from '~/api/events';
import { keyOf, useQuery } from '~/api/query';
import { followTabs, isProvider, useAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { useSignIn } from '~/lib/useSignIn';
import { Avatar } from '~/ui/Avatar';
import { ButtonLink } from '~/ui/Button';
import { Icon, type IconName } from '~/ui/Icon';
import { OfflineBar } from '~/ui/OfflineBar';
import { SignedOutBar } from '~/ui/SignedOutBar';
import { Toasts } from '~/ui/Toast';
import { Footer } from './Footer';
import { t } from './words';

interface Place {
  href: string;
  onClick?: (event: { currentTarget: EventTarget }) => void;
  label: string;
  icon: IconName;
  isHere: (path: string) => boolean;
}
const under = (...roots: string[]) => (path: string) => roots.some((root) => path === root || path.startsWith(`${root}/`));

function placesFor(account: Account | null | undefined): Place[] {
  const places: Place[] = [
    { href: '/', label: t('discover'), icon: 'search', isHere: (path) => path === '/' || under('/providers')(path) || /^\/booking(\/user_|$)/.test(path) },
    { href: '/booking/manage', label: t('bookings'), icon: 'calendar', isHere: under('/booking/manage', '/booking/calendar') },
    { href: '/messages', label: t('messages'), icon: 'message', isHere: under('/messages') },
  ];
  if (isProvider(account)) places.push({ href: '/dashboard', label: t('dashboard'), icon: 'home', isHere: under('/dashboard') });
  return places;
}

function Bell({ account }: { account: Account }) {
  const { data } = useQuery({
    queryKey: [...keyOf('notification.list', { limit: 1 }), account.id],
    queryFn: () => api.notification.list.query({ limit: 1 }),
  });
  const unread = data?.unread ?? 0;
  return (
    <a class="btn quiet icon" href="/notifications" aria-label={unread ? t('unread', { count: unread }) : t('notifications')}>
      <Icon name="bell" size={22} />
      {unread > 0 && <span class="badge dot" aria-hidden="true">{unread > 99 ? '99+' : unread}</span>}
    </a>
  );
}

function End({ account }: { account: Account | null | undefined }) {
  const signIn = useSignIn();
  if (!account)
    return (
      <div class="end">
        <ButtonLink look="quiet" class="hide" href="/signup?offer=1">{edition.words.offer}</ButtonLink>
        <ButtonLink {...signIn}>{t('signIn')}</ButtonLink>
      </div>
    );
  return (
    <div class="end">
      {!isProvider(account) && <ButtonLink look="quiet" class="hide" href="/account/profile">{edition.words.offer}</ButtonLink>}
      <Bell account={account} />
      <a class="me hide" href="/account"><Avatar name={account.displayName} size="sm" /><span class="vh">{t('yourAccount', { name: account.displayName })}</span></a>
    </div>
  );
}

function Tabs({ places, path, account }: { places: Place[]; path: string; account: Account | null | undefined }) {
  const signIn = useSignIn();
  const last: Place = account
    ? { href: '/account', label: t('account'), icon: 'person', isHere: under('/account') }
    : { ...signIn, label: t('signIn'), icon: 'person', isHere: under('/signin', '/signup') };
  return (
    <nav class="tabs" aria-label={t('sections')}>
      {[...places, last].map((place) => (
        <a key={place.icon} href={place.href} onClick={place.onClick} aria-current={place.isHere(path) ? 'page' : undefined}>
          <Icon name={place.icon} size={22} /><span>{place.label}</span>
        </a>
      ))}
    </nav>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const account = useAccount();
  const places = placesFor(account);
  useEffect(followTabs, []);
  useEffect(() => (account ? followJournal() : undefined), [account?.id]);
  return (
    <>
      <a class="skip" href="#main">{t('skip')}</a>
      <header class="bar">
        <a class="brand" href="/">{edition.title.toLowerCase()}<i aria-hidden="true" /></a>
        <nav aria-label={t('main')}>
          {places.map((place) => (
            <a key={place.href} href={place.href} aria-current={place.isHere(path) ? 'page' : undefined}>{place.label}</a>
          ))}
        </nav>
        <End account={account} />
      </header>
      <OfflineBar />
      <SignedOutBar />
      <main id="main" tabIndex={-1}>{children}</main>
      <Footer />
      <Tabs places={places} path={path} account={account} />
      <Toasts />
    </>
  );
}
