import './Wizard.css';
import { useRoute } from 'preact-iso';
import { Page } from '~/app/Page';
import { api, refusalOf } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import { useAccount } from '~/api/session';
import type { Provider } from '~/api/types';
import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { activeServices } from './choices';
import { Wizard } from './Wizard';
import { t } from './words';

function Refused({ id, title, text }: { id?: string; title: string; text: string }) {
  const look = <ButtonLink look={id ? 'plain' : 'go'} href="/">{t('toDiscover')}</ButtonLink>;
  return <Empty title={title} action={id ? <><ButtonLink look="go" href={`/providers/${id}`}>{t('toProfile')}</ButtonLink>{look}</> : look}>{text}</Empty>;
}

function Inside({ provider }: { provider: Provider }) {
  const account = useAccount();
  const name = provider.displayName;
  if (account?.id === provider.id) return <Refused id={provider.id} title={t('selfTitle')} text={t('selfText')} />;
  if (activeServices(provider).length === 0) return <Refused id={provider.id} title={t('noServicesTitle', { name })} text={t('noServicesText')} />;
  // Who is here decides whose draft it is: wait for that, it is known at once but for a lost network.
  if (account === undefined) return <Skeleton count={2} lines={4} />;
  return <Wizard key={provider.id} provider={provider} account={account} />;
}

export default function WizardPage() {
  const id = useRoute().params.providerId ?? '';
  const { data, error, refetch } = useQuery({ queryKey: keyOf('provider.get', { id }), queryFn: () => api.provider.get.query({ id }) });
  const provider = data?.provider;
  const title = provider ? t('title', { name: provider.displayName }) : t('loadingTitle');
  const status = error ? refusalOf(error).status : 0;
  const isGone = status === 404 || status === 400;
  if (provider)
    return (
      <Page title={title}>
        <div class="wizard-head">
          <a class="back" href={`/providers/${id}`}><Icon name="back" size={18} />{provider.displayName}</a>
          <h1>{title}</h1>
          {provider.headline && <p class="muted">{provider.headline}</p>}
        </div>
        <Inside provider={provider} />
      </Page>
    );
  return (
    <Page title={title}>
      <div class="wizard-head"><h1>{title}</h1></div>
      {isGone ? <Refused title={t('goneTitle')} text={t('goneText')} />
        : error ? <ErrorState error={error} title={t('loadFailed')} onRetry={() => void refetch()} />
          : <Skeleton count={3} lines={4} />}
    </Page>
  );
}
