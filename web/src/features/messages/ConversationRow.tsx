import { formatAge } from '~/lib/age';
import { Avatar } from '~/ui/Avatar';
import { StatusTag } from '~/ui/Tag';
import type { Conversation } from './useConversations';
import { t } from './words';

export function ConversationRow({ one, accountId, now, href, isCurrent }: { one: Conversation; accountId: string; now: number; href: string; isCurrent: boolean }) {
  const { content, senderId, createdAt } = one.lastMessage;
  return (
    <a class="conversation" href={href} aria-current={isCurrent ? 'true' : undefined}>
      <Avatar name={one.with.displayName} size="sm" />
      <span class="texts">
        <span class="conversation-line"><b>{one.with.displayName}</b><time class="mono xs" dateTime={createdAt}>{formatAge(createdAt, now)}</time></span>
        <span class="about sm">{one.title}</span>
        <span class="conversation-line"><span class="last sm">{senderId === accountId ? t('you', { text: content }) : content}</span><StatusTag status={one.status} /></span>
      </span>
    </a>
  );
}
