import './Thread.css';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { Avatar } from '~/ui/Avatar';
import { Button } from '~/ui/Button';
import { ErrorState, Skeleton } from '~/ui/States';
import { SavedCopy } from '~/ui/SavedCopy';
import { Composer } from './Composer';
import type { Happening } from './history';
import { Line, OutgoingLine } from './MessageLines';
import { threadLines } from './thread';
import { useThread } from './useThread';
import { firstName } from './view';
import { t } from './words';

const NEAR_PX = 120;

/** What is new, or has grown, keeps the end in sight when it was; earlier lines leave the place where one reads. */
function useKeptPlace(firstKey: string | undefined, count: number, failed: number) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ first: firstKey, height: 0, isNearEnd: true });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { first, height, isNearEnd } = before.current;
    if (isNearEnd) element.scrollTop = element.scrollHeight;
    else if (first !== firstKey) element.scrollTop += element.scrollHeight - height;
    before.current = { ...before.current, first: firstKey, height: element.scrollHeight };
  }, [firstKey, count, failed]);
  // Shown after it was hidden, or a composer that grows: the end stays in sight then too.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      before.current.height = element.scrollHeight;
      if (before.current.isNearEnd) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const onScroll = () => {
    const element = box.current;
    if (element && element.clientHeight > 0) before.current.isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
  };
  /** What one says oneself is always looked at. */
  const toEnd = () => { before.current.isNearEnd = true; };
  return { box, onScroll, toEnd };
}

interface Props {
  bookingId: string;
  accountId: string;
  /** The other side's name, or both for somebody who looks on. */
  name: string;
  canWrite: boolean;
  happenings: Happening[];
  /** The zone of the place: whoever is on another clock is told that the lines are on theirs. */
  place: string;
  subtitle?: ComponentChildren;
}

/** A booking's conversation. Give it the booking's id as key: each booking has a thread of its own. */
export function Thread({ bookingId, accountId, name, canWrite, happenings, place, subtitle }: Props) {
  const { query, messages, outbox, send, retry, discard, hasEarlier, loadEarlier, earlier } = useThread(bookingId, accountId);
  const now = useNow();
  const zone = viewerZone();
  const lines = useMemo(() => threadLines({ messages, happenings, accountId, zone, now }), [messages, happenings, accountId, zone, now]);
  const { box, onScroll, toEnd } = useKeptPlace(messages[0]?.id, lines.length + outbox.length, outbox.filter((one) => one.problem !== null).length);
  const isEmpty = query.data !== undefined && messages.length === 0 && outbox.length === 0;
  return (
    <section class="chat" aria-label={t('messagesWith', { name })}>
      <header><Avatar name={name} size="sm" /><div><b>{name}</b><span class="xs muted">{subtitle}</span>{!zonesAgree(now, zone, place) && <p class="xs muted">{t('yourClock', { city: zoneCity(zone) })}</p>}</div></header>
      <div class="msgs" ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-label={t('log')}>
        <SavedCopy query={query} />
        {hasEarlier && <Button size="small" class="earlier" isBusy={earlier === 'busy'} onClick={() => void loadEarlier()}>{t('older')}</Button>}
        {earlier === 'failed' && <p class="meta" role="alert">{t('olderFailed')}</p>}
        {query.isPending && <Skeleton count={3} lines={2} />}
        {query.isError && query.data === undefined && <ErrorState error={query.error} title={t('threadFailed')} onRetry={() => void query.refetch()} />}
        {lines.map((line) => <Line key={line.key} line={line} />)}
        {isEmpty && <div class="nothing"><b>{t('noMessages')}</b><p class="muted sm">{canWrite ? t('noMessagesText') : t('noMessagesOther')}</p></div>}
        {outbox.map((one) => <OutgoingLine key={one.key} one={one} onRetry={() => void retry(one)} onDiscard={() => discard(one.key)} />)}
      </div>
      {canWrite && <Composer draftName={bookingId} toName={firstName(name)} onSend={(content) => { toEnd(); send(content); }} />}
    </section>
  );
}
