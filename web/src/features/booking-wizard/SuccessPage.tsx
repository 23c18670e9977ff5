import './Wizard.css';
import './SuccessPage.css';
import { useLocation } from 'preact-iso';
import { useEffect, useMemo } from 'preact/hooks';
import { Page } from '~/app/Page';
import { api, refusalOf } from '~/api/client';
import { canonicalStatus } from '~/api/edition';
import { keyOf, useQuery } from '~/api/query';
import { useAccount } from '~/api/session';
import type { Booking } from '~/api/types';
import { zoneNote } from '~/lib/clocks';
import { calendarFile } from '~/lib/ics';
import { isPrepaid, policyOf, policySentences } from '~/lib/policy';
import { firstName, shortId } from '~/lib/names';
import { formatHours } from '~/lib/time';
import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { SignInFirst } from '~/ui/SignInFirst';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { StatusTag } from '~/ui/Tag';
import { BookedCost } from './BookedCost';
import { clashText } from './clashes';
import { Facts, type Fact } from './Facts';
import { leftOutOf } from './series';
import { deadlineText, shortTime, whenText } from './when';
import { t } from './words';

const pageOf = (booking: Booking) => `/booking/manage/${booking.id}`;
type Policy = { payment?: 'none' | 'after' | 'invoice' | 'upfront' | 'escrow'; cancellation?: unknown };

function entryOf(booking: Booking) {
  const link = location.origin + pageOf(booking);
  return {
    id: booking.id, title: `${booking.title} · ${booking.provider.displayName}`, start: booking.scheduledTime ?? '', end: booking.endTime ?? '',
    updated: booking.updatedAt ?? booking.scheduledTime ?? '', location: booking.isRemote ? t('remoteFact') : booking.location, url: link,
    description: t('calendarText', { name: booking.provider.displayName, link }), status: canonicalStatus(booking.status) === 'PENDING' ? 'TENTATIVE' as const : 'CONFIRMED' as const,
  };
}
function useCalendarLink(bookings: Booking[]): string {
  const url = useMemo(() => {
    const text = calendarFile(bookings.map(entryOf));
    return URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  }, [bookings]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return url;
}

function headOf(booking: Booking): { title: string; text: string } {
  const name = firstName(booking.provider.displayName);
  switch (canonicalStatus(booking.status)) {
    case 'PENDING': return { title: t('requestedTitle'), text: t(booking.seriesId ? 'requestedSeriesText' : 'requestedText', { name, deadline: booking.expiresAt ? deadlineText(booking.expiresAt, booking.timeZone) : '' }) };
    case 'CONFIRMED': return { title: t('bookedTitle'), text: t('bookedText', { name }) };
    default: return { title: t('endedTitle'), text: t('endedText') };
  }
}

function factsOf(booking: Booking): Fact[] {
  const start = booking.scheduledTime ?? '';
  return [
    { name: t('what'), main: <b>{booking.title}</b>, more: `${t('with')} ${booking.provider.displayName}` },
    { name: t('when'), main: <b>{whenText(start, booking.durationHours, booking.timeZone)}</b>, more: `${formatHours(booking.durationHours)} · ${zoneNote(start, booking.timeZone)}` },
    { name: t('whereFact'), main: <b>{booking.isRemote ? t('remoteFact') : booking.location}</b> },
    { name: t('idFact'), main: <span class="mono xs id" title={booking.id}>{shortId(booking.id)}</span> },
  ];
}

function Whats({ booking, isSeries }: { booking: Booking; isSeries: boolean }) {
  const policy = (booking.policy ?? {}) as Policy;
  const cancellation = policyOf(policy.cancellation);
  const name = firstName(booking.provider.displayName);
  const isOpen = ['PENDING', 'CONFIRMED'].includes(canonicalStatus(booking.status));
  const sentences = [
    ...(canonicalStatus(booking.status) === 'PENDING' ? [t('whileRequested', { name })] : []),
    ...(policy.payment ? [t(`pay_${policy.payment}`, { name })] : []),
    ...(isOpen && cancellation ? policySentences(cancellation, { start: booking.scheduledTime ?? '', zone: booking.timeZone, now: Date.now(), isPrepaid: isPrepaid(policy.payment), isSeries }) : []),
  ];
  return <ul class="sentences">{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>;
}

const isOpenNow = ({ status }: Booking) => ['PENDING', 'CONFIRMED'].includes(canonicalStatus(status));

/** The booking, or all of its series once they are here, in their order. */
function useTimes(booking: Booking): Booking[] | null {
  const input = { seriesId: booking.seriesId ?? '', limit: 100 };
  const { data } = useQuery({ queryKey: keyOf('booking.list', input), queryFn: () => api.booking.list.query(input), enabled: booking.seriesId !== null });
  return useMemo(() => {
    if (!booking.seriesId) return [booking];
    const found = data?.bookings as Booking[] | undefined;
    return found ? found.filter((one) => one.scheduledTime !== null).sort((a, b) => Date.parse(a.scheduledTime ?? '') - Date.parse(b.scheduledTime ?? '')) : null;
  }, [booking, data]);
}

/** All bookings of the series, and what was left out of it. */
function Series({ booking, times }: { booking: Booking; times: Booking[] | null }) {
  const left = leftOutOf(booking.id);
  const zone = booking.timeZone;
  if (!times) return <Skeleton lines={4} />;
  return (
    <section class="panel stack series">
      <h2>{t('seriesBooked', { count: times.length })}</h2>
      <ol>{times.map((one) => <li key={one.id}><a class="mono" href={pageOf(one)}>{shortTime(one.scheduledTime ?? '', zone)}</a> <StatusTag status={one.status} /></li>)}</ol>
      {left.length > 0 && (
        <div class="stack">
          <h3>{t('leftOut', { count: left.length })}</h3>
          <ul class="sentences">{left.map((clash) => <li key={clash.start}>{clashText(clash, firstName(booking.provider.displayName), zone)}</li>)}</ul>
        </div>
      )}
    </section>
  );
}

function Done({ booking }: { booking: Booking }) {
  const { title, text } = headOf(booking);
  const times = useTimes(booking);
  const open = useMemo(() => (times ?? [booking]).filter(isOpenNow), [times, booking]);
  const calendar = useCalendarLink(open);
  const isOpen = open.length > 0 && times !== null;
  return (
    <div class="stack success">
      <div class="stack head">
        <p><StatusTag status={booking.status} /></p>
        <h1>{title}<i class="block" aria-hidden="true" /></h1>
        <p>{text}</p>
        <div class="row">
          <ButtonLink look="go" href={pageOf(booking)}>{t('seeBooking')}</ButtonLink>
          {isOpen && <a class="btn plain normal" href={calendar} download={`${booking.id}.ics`}><Icon name="calendar" size={18} />{t('addToCalendar')}</a>}
          <ButtonLink look="quiet" href="/">{t('bookSomebodyElse')}</ButtonLink>
        </div>
      </div>
      <section class="panel"><h2>{t('facts')}</h2><Facts facts={factsOf(booking)} /></section>
      {booking.seriesId && <Series booking={booking} times={times} />}
      <BookedCost booking={booking} times={times} />
      <section class="panel"><h2>{t('whatNextTitle')}</h2><Whats booking={booking} isSeries={booking.seriesId !== null && times?.length !== 1} /></section>
    </div>
  );
}

export default function SuccessPage() {
  const id = useLocation().query.booking ?? '';
  const account = useAccount();
  const { data, error, refetch } = useQuery({
    queryKey: keyOf('booking.get', { id }), queryFn: () => api.booking.get.query({ id }), enabled: id !== '' && account !== null,
  });
  if (data) return <Page title={headOf(data.booking).title} width="narrow"><Done booking={data.booking} /></Page>;
  const isMissing = id === '' || (error && [400, 403, 404].includes(refusalOf(error).status));
  return (
    <Page title={t('loadingTitle')} width="narrow">
      <div class="wizard-head"><h1>{t('loadingTitle')}</h1></div>
      {account === null ? <SignInFirst />
        : isMissing ? <Empty title={t('bookingMissing')} action={<ButtonLink look="go" href="/booking/manage">{t('seeBooking')}</ButtonLink>} />
          : error ? <ErrorState error={error} title={t('loadFailed')} onRetry={() => void refetch()} /> : <Skeleton count={3} lines={4} />}
    </Page>
  );
}
