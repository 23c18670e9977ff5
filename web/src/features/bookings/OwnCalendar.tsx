import { useLocation } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import { isProvider } from '~/api/session';
import type { Account } from '~/api/types';
import { dayKey, viewerZone, zonesAgree } from '~/lib/time';
import { useMedia } from '~/lib/useMedia';
import { useNow } from '~/lib/useNow';
import { useQueryState } from '~/lib/useQueryState';
import { ButtonLink } from '~/ui/Button';
import { SavedCopy } from '~/ui/SavedCopy';
import { Empty, ErrorState } from '~/ui/States';
import { BoardSkeleton } from './board/BoardSkeleton';
import { EntryList } from './board/EntryList';
import { askedOf, entriesOf, placesOf, type Entry } from './board/events';
import { Switches, Toolbar } from './board/Toolbar';
import { chunkOf, useChunk } from './board/useChunk';
import { useMoving } from './board/useMoving';
import { useOpenHours, useOwnBookings } from './board/useRange';
import { clocksOf, daysOf, readShown, weekStartOf } from './board/view';
import { t } from './words';

const boardChunk = chunkOf(() => import('./board/Board'));
const cardChunk = chunkOf(() => import('./board/EntryCard'));
const moveChunk = chunkOf(() => import('./board/MoveDialog'));
const weekStart = weekStartOf(navigator.language);
const emptyWords = { month: 'emptyMonth', week: 'emptyWeek', day: 'emptyDay' } as const;

/** One's bookings on both sides: a month, a week or a day on the board, or a list of days. */
export function OwnCalendar({ account }: { account: Account }) {
  const { query, hrefWith } = useQueryState();
  const { route } = useLocation();
  const isPhone = useMedia('(max-width: 760px)');
  const isOnline = useOnline();
  const now = useNow(60_000);
  const isBoth = isProvider(account);
  const [openId, open] = useState<string | null>(null);

  const asked = readShown(query, dayKey(now, query.zone && isZone(query.zone) ? query.zone : account.timeZone), isPhone, isBoth);
  const days = daysOf(asked, weekStart);
  const own = useOwnBookings(asked.side, days, account.timeZone, isOnline);
  const { moving, move } = useMoving(account.id, own.bookings, own.isLoaded);
  const clocks = useMemo(() => clocksOf(isBoth ? [account.timeZone, ...placesOf(own.bookings)] : [...placesOf(own.bookings), account.timeZone], viewerZone(), now), [own.bookings, account.timeZone, isBoth]);
  const place = clocks[0] ?? account.timeZone;
  const zone = clocks.find((one) => one === query.zone) ?? place;
  const entries = useMemo(() => entriesOf(own.bookings, account.id, moving?.isRefused ? null : moving?.asked), [own.bookings, account.id, moving]);
  const spans = useOpenHours(days, isBoth && asked.side !== 'client' && (asked.view === 'week' || asked.view === 'day'));
  const { part: Board, error: unfetched, retry } = useChunk(boardChunk, asked.view !== 'list');
  // At hand before anything is pressed or dragged, and not in the way of what is to be seen first.
  const { part: EntryCard } = useChunk(cardChunk, own.isLoaded && entries.length > 0);
  const { part: MoveDialog } = useChunk(moveChunk, own.isLoaded && (moving !== null || entries.some(({ canMove }) => canMove)));

  const opened = entries.find((entry) => entry.id === openId);
  const drop = (entry: Entry, start: string) => {
    const [booking] = entry.bookings;
    const to = booking && askedOf(booking, start);
    if (booking && to) move({ booking, asked: to });
  };
  const isEmpty = !entries.some((entry) => { const day = dayKey(entry.start, zone); return day >= days.first && day < days.end; });

  return (
    <div class="stack own-calendar">
      <Toolbar shown={asked} weekStart={weekStart} />
      <Switches shown={asked} clocks={clocks} zone={zone} isProvider={isBoth} place={place} isPhone={isPhone} />
      <SavedCopy query={own.first} />
      {own.error ? <ErrorState error={own.error} title={t('calendarFailed')} onRetry={own.refetch} />
        : unfetched ? <ErrorState error={unfetched} title={t('calendarFailed')} onRetry={retry} />
        : !own.isLoaded || (asked.view !== 'list' && !Board) ? <BoardSkeleton />
        : (
          <div class={`board-place ${own.isRefreshing ? 'asked-anew' : ''}`} aria-busy={own.isRefreshing || undefined}>
            {asked.view !== 'list' && isEmpty && !own.isRefreshing && <p class="board-none" role="status">{t(emptyWords[asked.view])}</p>}
            {asked.view === 'list' || !Board
              ? isEmpty && !own.isRefreshing ? <Empty icon="calendar" title={t('emptyRange')} action={<ButtonLink href={hrefWith({ view: 'month' })}>{t('seeMonth')}</ButtonLink>} />
                : <EntryList entries={entries} days={days} zone={zone} today={dayKey(now, zone)} onOpen={(entry) => open(entry.id)} />
              : <Board view={asked.view} date={asked.date} zone={zone} weekStart={weekStart} entries={entries} spans={spans} canDrag={isOnline} isPhone={isPhone} isRefreshing={own.isRefreshing} onOpen={(entry) => open(entry.id)} onDrop={drop} onDay={(date) => route(hrefWith({ view: 'day', date }))} />}
          </div>
        )}
      {own.isCut && <p class="muted sm">{t('calendarCut')}</p>}
      {opened && !moving && EntryCard && <EntryCard entry={opened} other={zonesAgree(opened.start, zone, opened.bookings[0]?.timeZone ?? zone) ? viewerZone() : zone} onMove={(booking) => { open(null); move({ booking, asked: null }); }} onClose={() => open(null)} />}
      {moving && MoveDialog && <MoveDialog moving={moving} accountId={account.id} onRefused={() => move({ ...moving, isRefused: true })} onClose={() => move(null)} />}
    </div>
  );
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
