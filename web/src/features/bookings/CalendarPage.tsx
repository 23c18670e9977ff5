import './CalendarPage.css';
import { useLocation } from 'preact-iso';
import { useAccount } from '~/api/session';
import { Page } from '~/app/Page';
import { ButtonLink } from '~/ui/Button';
import { SignInFirst } from '~/ui/SignInFirst';
import { BoardSkeleton } from './board/BoardSkeleton';
import { OwnCalendar } from './OwnCalendar';
import { ProviderCalendar } from './ProviderCalendar';
import { useProvider } from './useCalendar';
import { t } from './words';

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
          {id ? <ButtonLink href={`/providers/${id}`}>{t('profileGo')}</ButtonLink> : <ButtonLink href="/booking/manage">{t('title')}</ButtonLink>}
        </div>
        {id ? <ProviderCalendar key={id} id={id} /> : <Own />}
      </div>
    </Page>
  );
}
