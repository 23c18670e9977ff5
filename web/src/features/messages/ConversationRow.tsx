import { formatAge } from '~/lib/age';
import { Avatar } from '~/ui/Avatar';
import { StatusTag } from '~/ui/Tag';
import type { Conversation } from './conversations';
import { t } from './words';

export function ConversationRow({ one, accountId, now, href, isCurrent }: { one: Conversation; accountId: string; now: number; href: string; isCurrent: boolean }) {
  const { booking, last } = one;
  const said = last ? (last.senderId === accountId ? t('you', { text: last.content }) : last.content) : t('nothingSaid');
  return (
    <a class="conversation" href={href} aria-current={isCurrent ? 'true' : undefined}>
      <Avatar name={one.name} size="sm" />
      <span class="texts">
        <span class="conversation-line"><b>{one.name}</b>{one.at && <time class="mono xs" dateTime={one.at}>{formatAge(one.at, now)}</time>}</span>
        <span class="about sm">{booking.title}</span>
        <span class="conversation-line"><span class="last sm">{said}</span><StatusTag status={booking.status} /></span>
      </span>
    </a>
  );
}
