import './ProviderPage.css';
import { useLocation, useRoute } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import { refusalOf } from '~/api/client';
import type { Provider } from '~/api/types';
import { Page } from '~/app/Page';
import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { SavedCopy } from '~/ui/SavedCopy';
import { ErrorState, Skeleton } from '~/ui/States';
import { HoursTable } from './HoursTable';
import { Portfolio } from './Portfolio';
import { BackLink, ProfileHeader } from './ProfileHeader';
import { ServiceList } from './ServiceList';
import { BookBar, CancelPanel, ReviewsPanel } from './Side';
import { picturesOf } from './terms';
import { useProvider } from './useProvider';
import { WeekSlots } from './WeekSlots';
import { t } from './words';

const GONE = [400, 404];

function Missing() {
  return (
    <Page title={t('missing')} width="narrow">
      <div class="state">
        <Icon name="person" size={28} />
        <h1>{t('missing')}</h1>
        <p class="muted">{t('missingText')}</p>
        <ButtonLink look="go" href="/">{t('findOthers')}</ButtonLink>
      </div>
    </Page>
  );
}

/** The service that the address names, by its id or its type, else the first. */
function serviceIn(provider: Provider, asked: string | undefined): string {
  const found = provider.services.find((one) => one.id === asked || one.serviceType === asked?.toUpperCase());
  return (found ?? provider.services[0])?.id ?? '';
}

function Body({ provider, serviceId, onService }: { provider: Provider; serviceId: string; onService: (id: string) => void }) {
  return (
    <div class="profile">
      <div class="stack">
        {provider.bio && <section class="panel" aria-labelledby="about"><h2 id="about">{t('about', { name: provider.displayName })}</h2><p class="bio">{provider.bio}</p></section>}
        {serviceId !== '' && <WeekSlots key={provider.id} provider={provider} serviceId={serviceId} onService={onService} />}
        <ServiceList provider={provider} />
        <Portfolio pictures={picturesOf(provider.portfolio)} />
      </div>
      <aside class="stack">
        <BookBar provider={provider} serviceId={serviceId} />
        <ReviewsPanel provider={provider} />
        <HoursTable providerId={provider.id} />
        <CancelPanel provider={provider} />
      </aside>
    </div>
  );
}

/** One provider: who, when, what for, and what it costs. */
export default function ProviderPage() {
  const { params } = useRoute();
  const { path, query: asked, route } = useLocation();
  const { query, provider, distanceMiles } = useProvider(params.id ?? '');
  const hasBody = provider !== undefined;
  useEffect(() => {
    if (hasBody && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [hasBody]);
  if (!provider && query.error && GONE.includes(refusalOf(query.error).status)) return <Missing />;
  return (
    <Page title={provider?.displayName ?? t('profile')}>
      <BackLink />
      {provider ? <ProfileHeader provider={provider} distanceMiles={distanceMiles} /> : <h1 class="profile-wait">{t('profile')}</h1>}
      {!query.isPlaceholderData && <SavedCopy query={query} />}
      {provider && <Body provider={provider} serviceId={serviceIn(provider, asked.service)} onService={(id) => route(`${path}?service=${id}`, true)} />}
      {!provider && (query.error ? <ErrorState error={query.error} title={t('failed')} onRetry={() => void query.refetch()} /> : <Skeleton count={3} lines={6} />)}
    </Page>
  );
}
