import './BookingPage.css';
import { useRoute } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import { refusalOf } from '~/api/client';
import { useAccount } from '~/api/session';
import type { Account, Booking } from '~/api/types';
import { Page } from '~/app/Page';
import { historyOf, storyOf } from '~/booking/history';
import { MovePanel } from '~/booking/MovePanel';
import { Thread } from '~/booking/Thread';
import { useBooking, useBookingEvents } from '~/booking/useBooking';
import { sideOf, withWhom } from '~/booking/view';
import { useQueryState } from '~/lib/useQueryState';
import { ButtonLink } from '~/ui/Button';
import { SavedCopy } from '~/ui/SavedCopy';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { BackLink, BookingHead } from './BookingHead';
import { CostPane } from './CostPane';
import { HistoryPane } from './HistoryPane';
import { JobFacts } from './JobFacts';
import { RosterPane } from './RosterPane';
import { SeriesPane } from './SeriesPane';
import { StatusSteps } from './StatusSteps';
import { useNews } from './useNews';
import { ViewSwitch } from './ViewSwitch';
import { t } from './words';

function Whole({ booking, account }: { booking: Booking; account: Account }) {
  const events = useBookingEvents(booking.id);
  const { query, hrefWith } = useQueryState();
  const side = sideOf(booking, account.id);
  const story = useMemo(() => storyOf(booking, side, account.id), [booking, side, account.id]);
  const happenings = useMemo(() => historyOf(events.data ?? [], story), [events.data, story]);
  const news = useNews(events.data, story);
  const view = query.view === 'messages' ? 'messages' : 'details';
  return (
    <div class={`booking-page show-${view}`}>
      <p class="vh" role="status">{news.text}</p>
      <BookingHead booking={booking} side={side} />
      <MovePanel booking={booking} side={side} />
      <StatusSteps booking={booking} events={events.data ?? []} isFresh={news.ids.size > 0} />
      <ViewSwitch view={view} hrefWith={hrefWith} bookingId={booking.id} accountId={account.id} />
      <div class="booking-two">
        <div class="facts-side">
          <JobFacts booking={booking} side={side} />
          <RosterPane booking={booking} side={side} />
          <SeriesPane booking={booking} side={side} />
          <CostPane booking={booking} side={side} />
          <HistoryPane events={events.data ?? []} story={story} zone={booking.timeZone} fresh={news.ids} />
        </div>
        <Thread
          bookingId={booking.id} accountId={account.id} name={withWhom(booking, side)} canWrite={side !== 'onlooker'} happenings={happenings} place={booking.timeZone}
          subtitle={side === 'client' ? booking.provider.headline || t('withProvider') : side === 'provider' ? t('withClient') : undefined}
        />
      </div>
    </div>
  );
}

function Loaded({ id, account }: { id: string; account: Account }) {
  const booking = useBooking(id);
  const [title] = useState(t('oneTitle'));
  const data = booking.data?.booking;
  const isMissing = booking.isError && [400, 403, 404].includes(refusalOf(booking.error).status);
  return (
    <Page title={data?.title || title}>
      <BackLink />
      <SavedCopy query={booking} />
      {data ? <Whole booking={data} account={account} /> : (
        <>
          <h1>{isMissing ? t('notFound') : title}</h1>
          {isMissing ? <Empty icon="calendar" title={t('notFoundText')} action={<ButtonLink href="/booking/manage">{t('title')}</ButtonLink>} />
            : booking.isError ? <ErrorState error={booking.error} title={t('oneFailed')} onRetry={() => void booking.refetch()} />
            : <div class="booking-page"><Skeleton count={4} lines={4} /></div>}
        </>
      )}
    </Page>
  );
}

/** One booking: where it stands, what was agreed, what happened, and the conversation beside it. */
export default function BookingPage() {
  const { params } = useRoute();
  const account = useAccount();
  const id = params.bookingId ?? '';
  if (account) return <Loaded key={id} id={id} account={account} />;
  return (
    <Page title={t('oneTitle')}>
      <BackLink />
      <h1>{t('oneTitle')}</h1>
      {account === null ? <SignInFirst>{t('signInWhy')}</SignInFirst> : <Skeleton count={4} lines={4} />}
    </Page>
  );
}
