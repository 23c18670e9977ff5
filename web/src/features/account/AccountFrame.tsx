import './account.css';
import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { isProvider, useAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { Page } from '~/app/Page';
import { SignInFirst } from '~/ui/SignInFirst';
import { ButtonLink } from '~/ui/Button';
import { Empty, Skeleton } from '~/ui/States';
import { TabLinks } from '~/ui/Tabs';
import { t } from './words';

interface Props {
  title: string;
  needsProvider?: boolean;
  width?: 'narrow' | 'wide';
  children: (account: Account) => ComponentChildren;
}

function Inside({ needsProvider, children }: Omit<Props, 'title' | 'width'>) {
  const account = useAccount();
  if (account === undefined) return <Skeleton count={2} lines={4} />;
  if (account === null) return <SignInFirst>{t('signInWhy')}</SignInFirst>;
  if (needsProvider && !isProvider(account))
    return (
      <Empty icon="person" title={t('needProfile')} action={<ButtonLink look="go" href="/account/profile">{t('offerGo')}</ButtonLink>}>
        {t('needProfileText')}
      </Empty>
    );
  return <>{children(account)}</>;
}

/** The four account pages: one heading, one row of links, and who may see it. */
export function AccountFrame({ title, needsProvider = false, width = 'narrow', children }: Props) {
  const { path } = useLocation();
  const account = useAccount();
  const items = [
    { href: '/account', label: t('you') },
    { href: '/account/profile', label: t('profile') },
    ...(isProvider(account) ? [{ href: '/account/services', label: t('services') }, { href: '/account/hours', label: t('hours') }] : []),
  ].map((item) => ({ ...item, isCurrent: item.href === path }));
  return (
    <Page title={title} width={width === 'narrow' ? 'narrow' : undefined}>
      <div class="account stack">
        {account && <TabLinks label={t('sections')} items={items} />}
        <h1>{title}</h1>
        <Inside needsProvider={needsProvider}>{children}</Inside>
      </div>
    </Page>
  );
}
