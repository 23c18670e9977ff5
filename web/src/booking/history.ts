// What happened to a booking, in sentences: the journal's entries as the one who reads them would say it.
import { canonicalStatus, statusLabel } from '~/api/edition';
import type { Booking, BookingEvent } from '~/api/types';
import { capitalize } from '~/lib/i18n';
import { viewerZone } from '~/lib/time';
import type { Tone } from '~/ui/Tag';
import { isMove, lookOfMove, moverOf, moveText, type MoveData } from './moves';
import { firstName, whenText, whenTextZoned, type Side } from './view';
import { t } from './words';

export interface Happening {
  id: number;
  at: string;
  text: string;
  /** What was said with it: a reason, a note. */
  remark: string;
  tone: Tone;
  glyph: string;
  /** Moved the booking on: worth a line in the conversation. */
  isChange: boolean;
}
interface Data extends MoveData {
  to?: string;
  status?: string;
  reason?: string;
  notes?: string;
}
/** What the one who reads needs to know of a booking; names may be missing in a notice. */
export interface Story {
  side: Side;
  accountId: string;
  clientName?: string;
  providerName?: string;
  clientId?: string | null;
  providerId?: string | null;
  booking?: Pick<Booking, 'scheduledTime' | 'endTime' | 'timeZone'>;
  /** Whose clock the times are on stands over all of it. */
  isZoneSaid?: boolean;
}

export function storyOf(booking: Booking, side: Side, accountId: string): Story {
  return {
    side, accountId, booking,
    clientName: booking.client.displayName, providerName: booking.provider.displayName,
    clientId: booking.client.id, providerId: booking.provider.id,
  };
}

type Actor = 'you' | 'client' | 'provider' | 'system';
const looks: Record<string, [Tone, string]> = {
  confirm: ['go', '✓'], start: ['live', '▶'], complete: ['go', '■'], approve: ['go', '✓'], revision: ['wait', '↻'],
  decline: ['bad', '×'], cancel: ['idle', '×'], expire: ['idle', '◦'], dispute: ['bad', '!'], 'no-show': ['bad', '!'], resolve: ['go', '✓'],
};
const verbsToward: Record<string, string> = {
  CONFIRMED: 'confirm', DECLINED: 'decline', EXPIRED: 'expire', CANCELLED: 'cancel', IN_PROGRESS: 'start',
  COMPLETED: 'complete', REVISION: 'revision', APPROVED: 'approve', DISPUTED: 'dispute',
};

function actorOf(actorId: string | null, story: Story): Actor {
  if (actorId === null) return 'system';
  if (actorId === story.accountId) return 'you';
  if (actorId === story.clientId) return 'client';
  return actorId === story.providerId ? 'provider' : 'system';
}

export function nameOf(actor: 'client' | 'provider', story: Story): string {
  const name = actor === 'client' ? story.clientName : story.providerName;
  return name ? firstName(name) : t(actor === 'client' ? 'theClient' : 'theProvider');
}

function whenOf({ booking, isZoneSaid }: Story, { scheduledTime, endTime }: { scheduledTime?: string | null; endTime?: string | null } = {}): string {
  if (!scheduledTime || !endTime) return '';
  return (isZoneSaid ? whenText : whenTextZoned)(scheduledTime, endTime, booking?.timeZone ?? viewerZone());
}

function created(actor: Actor, data: Data, story: Story): string {
  const isBooked = data.status !== undefined && canonicalStatus(data.status) !== 'PENDING';
  const when = whenOf(story, story.booking);
  if (actor === 'you') return when ? t(isBooked ? 'youBooked' : 'youAsked', { when }) : t(isBooked ? 'youBookedBare' : 'youAskedBare');
  const name = nameOf('client', story);
  return when ? t(isBooked ? 'theyBooked' : 'theyAsked', { name, when }) : t(isBooked ? 'theyBookedBare' : 'theyAskedBare', { name });
}

function changed(verb: string, actor: Actor, data: Data, story: Story): string {
  const name = actor === 'client' || actor === 'provider' ? nameOf(actor, story) : '';
  const request = t(story.side === 'client' ? 'yourRequest' : 'theRequest');
  const other = story.side === 'provider' ? nameOf('client', story) : nameOf('provider', story);
  const isMine = actor === 'you';
  if (actor === 'system' && verb !== 'expire' && verb !== 'resolve') return verb === 'approve' ? t('autoApprove') : t('autoChange', { status: statusLabel(data.to ?? '') });
  switch (verb) {
    case 'confirm': return isMine ? t('youConfirm') : t('theyConfirm', { name, request });
    case 'decline': return isMine ? t('youDecline') : t('theyDecline', { name, request });
    case 'expire': return t('ranOut');
    case 'cancel': return isMine ? t('youCancel') : t('theyCancel', { name });
    case 'start': return isMine ? t('youStart') : t('theyStart', { name });
    case 'complete': return isMine ? t('youComplete') : t('theyComplete', { name });
    case 'revision': return isMine ? t('youRevision') : t('theyRevision', { name });
    case 'approve': return isMine ? t('youApprove') : t('theyApprove', { name });
    case 'dispute': return isMine ? t('youDispute') : t('theyDispute', { name });
    case 'no-show': return isMine ? t('youNoShow', { name: other }) : t('theyNoShow', { name });
    case 'resolve': return t('resolved');
    default: return t('autoChange', { status: statusLabel(data.to ?? '') });
  }
}

/** One entry as a sentence; null for what is told elsewhere (messages). */
export function happening(event: Pick<BookingEvent, 'id' | 'type' | 'at' | 'actorId' | 'data'>, story: Story): Happening | null {
  const data = (event.data ?? {}) as Data;
  const actor = actorOf(event.actorId, story);
  const base = { id: event.id, at: event.at, remark: data.reason || data.notes || '', tone: 'idle' as Tone, glyph: '·', isChange: false };
  if (event.type === 'message.created') return null;
  if (event.type === 'booking.created') return { ...base, text: created(actor, data, story), tone: 'wait', glyph: '…' };
  if (event.type === 'booking.updated') return { ...base, text: actor === 'you' ? t('youUpdate') : actor === 'system' ? t('autoUpdate') : t('theyUpdate', { name: nameOf(actor, story) }) };
  if (isMove(event.type)) {
    const [tone, glyph] = lookOfMove(event.type);
    const name = actor === 'client' || actor === 'provider' ? nameOf(actor, story) : '';
    return { ...base, text: moveText(event.type, data, actor === 'you', name, whenOf(story, data)), tone, glyph, isChange: true };
  }
  if (event.type !== 'booking.status_changed') return { ...base, text: capitalize(event.type.replace(/[._]/g, ' ')) };
  const verb = data.verb ?? verbsToward[canonicalStatus(data.to ?? '')] ?? '';
  const [tone, glyph] = looks[verb] ?? ['idle', '·'];
  return { ...base, text: changed(verb, actor, data, story), tone, glyph, isChange: true };
}

export function historyOf(events: BookingEvent[], story: Story): Happening[] {
  return events.map((event) => happening(event, story)).filter((one) => one !== null);
}

/** A notice carries no names: who did it follows from the verb, and everything in it is the other side's doing. */
export function noticeText(type: string, data: unknown, story: Omit<Story, 'side'> & { side?: Side }): string {
  const { verb, to } = (data ?? {}) as Data;
  if (isMove(type)) {
    const mover = moverOf(type, (data ?? {}) as Data);
    const ids = { clientId: 'client', providerId: 'provider', accountId: '' };
    return happening({ id: 0, type, at: '', actorId: mover, data }, { ...story, ...ids, side: story.side ?? 'onlooker' })?.text ?? '';
  }
  const name = verb ?? verbsToward[canonicalStatus(to ?? '')] ?? '';
  const clientActs = type === 'booking.created' || ['revision', 'approve'].includes(name);
  const providerActs = ['confirm', 'decline', 'start', 'complete'].includes(name);
  const side: Side = story.side ?? (clientActs ? 'provider' : providerActs ? 'client' : 'onlooker');
  const actor = clientActs ? 'client' : providerActs ? 'provider' : side === 'client' ? 'provider' : 'client';
  if (side === 'onlooker' && name === 'cancel') return t('someoneCancelled');
  const ids = { clientId: 'client', providerId: 'provider', accountId: '' };
  const actorId = name === 'expire' || name === 'resolve' ? null : actor;
  return happening({ id: 0, type, at: '', actorId, data }, { ...story, ...ids, side })?.text ?? '';
}
