import './CalendarPage.css';
import { useLocation } from 'preact-iso';
import { useAccount } from '~/api/session';
import { Page } from '~/app/Page';
import { ButtonLink } from '~/ui/Button';
import { SignInFirst } from '~/ui/SignInFirst';
import { ErrorState } from '~/ui/States';
import { BoardSkeleton } from './board/BoardSkeleton';
import { chunkOf, useChunk } from './board/useChunk';
import { OwnCalendar } from './OwnCalendar';
import { useProvider } from './useCalendar';
import { t } from './words';

const providerChunk = chunkOf(() => import('./ProviderCalendar'));

function Theirs({ id }: { id: string }) {
  const { part: ProviderCalendar, error, retry } = useChunk(providerChunk, true);
  if (ProviderCalendar) return <ProviderCalendar key={id} id={id} />;
  return error ? <ErrorState error={error} title={t('calendarFailed')} onRetry={retry} /> : <BoardSkeleton />;
}

function Own() {
  const account = useAccount();
  if (account === undefined) return <BoardSkeleton />;
  return account === null ? <SignInFirst>{t('signInWhy')}</SignInFirst> : <OwnCalendar account={account} />;
}

/** One's own bookings as a calendar, or with ?provider= somebody's free times. */
export default function CalendarPage() {
  const { query } = useLocation();
  const id = query.provider ?? '';
  const name = useProvider(id).data?.provider.displayName;
  const title = name ? t('calendarOf', { name }) : t('calendarTitle');
  return (
    <Page title={title}>
      <div class="stack">
        <div class="row title-row">
          <h1>{title}</h1>
          {id ? <ButtonLink href={`/providers/${id}`}>{t('profileGo')}</ButtonLink> : <ButtonLink href="/booking/manage">{t('allOfThem')}</ButtonLink>}
        </div>
        {id ? <Theirs id={id} /> : <Own />}
      </div>
    </Page>
  );
}
