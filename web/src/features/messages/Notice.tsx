import { useAccount } from '~/api/session';
import type { Notification } from '~/api/types';
import { noticeText } from '~/booking/history';
import { useBooking } from '~/booking/useBooking';
import { sideOf, whenTextZoned } from '~/booking/view';
import { formatAge } from '~/lib/age';
import { formatInstant, viewerZone } from '~/lib/time';
import { t } from './words';

/** One notice as a sentence, with the names and the title of the booking it is about. */
export function Notice({ notice, now }: { notice: Notification; now: number }) {
  const account = useAccount();
  const booking = useBooking(notice.bookingId ?? '', notice.bookingId !== null).data?.booking;
  const text = noticeText(notice.type, notice.data, {
    accountId: account?.id ?? '',
    ...(booking && { side: sideOf(booking, account?.id), clientName: booking.client.displayName, providerName: booking.provider.displayName, booking }),
  });
  const reason = (notice.data as { reason?: string } | null)?.reason;
  const isUnread = notice.readAt === null;
  const when = booking?.scheduledTime && booking.endTime ? whenTextZoned(booking.scheduledTime, booking.endTime, booking.timeZone) : '';
  return (
    <article class={`notice-item ${isUnread ? 'unread' : ''}`}>
      <p class="text">
        {isUnread && <span class="vh">{t('isUnread')}: </span>}
        {notice.bookingId ? <a href={`/booking/manage/${notice.bookingId}`}>{text}</a> : text}
      </p>
      {booking && <p class="muted sm">{booking.title}{when && notice.type !== 'booking.created' && <> · <span class="mono xs">{when}</span></>}</p>}
      {reason && <p class="muted sm"><q>{reason}</q></p>}
      <time class="mono xs muted" dateTime={notice.createdAt} title={formatInstant(notice.createdAt, viewerZone(), { dateStyle: 'medium', timeStyle: 'short' })}>{formatAge(notice.createdAt, now)}</time>
    </article>
  );
}
