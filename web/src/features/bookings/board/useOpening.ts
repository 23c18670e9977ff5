import type { Calendar } from 'fullcalendar';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { HOUR_MS } from '~/lib/time';
import type { BoardProps } from './Board';
import { MORNING, openingOf, type Sight } from './opening';
import { daysOf } from './view';

const HOUR_REM = 4; // Board.css

/** The hours that are in sight; before anything is drawn, those of the morning. */
function sightOf(host: HTMLElement, isDrawn: boolean): Sight {
  const hour = HOUR_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const perPixel = HOUR_MS / hour;
  let scroller = isDrawn ? host.querySelector('.cal-lane')?.parentElement ?? null : null;
  while (scroller && scroller !== host && scroller.scrollTop === 0) scroller = scroller.parentElement;
  const head = host.querySelector<HTMLElement>('.cal-head')?.offsetHeight ?? 0;
  return { from: isDrawn ? (scroller?.scrollTop ?? 0) * perPixel : MORNING, length: (host.clientHeight - head) * perPixel };
}

/** Once for each page of hours, when what is in it is there: who has begun to look around is left alone. */
export function useOpening(host: RefObject<HTMLElement>, calendar: RefObject<Calendar>, { view, date, zone, weekStart, isPhone, entries, isRefreshing }: BoardProps): void {
  const days = daysOf({ view, date }, weekStart);
  const page = `${view}|${days.first}|${zone}`;
  const settled = useRef('');
  const drawn = useRef<Calendar | null>(null);
  const latest = useRef(page);
  latest.current = page;
  useEffect(() => {
    const element = host.current;
    const stay = () => { settled.current = latest.current; };
    const signs = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const sign of signs) element?.addEventListener(sign, stay, { passive: true });
    return () => { for (const sign of signs) element?.removeEventListener(sign, stay); };
  }, []);
  useEffect(() => {
    const made = calendar.current;
    // A month has no hours: those that come after it are drawn anew.
    if (view === 'month') drawn.current = null;
    if (!host.current || !made || view === 'month' || isRefreshing) return;
    const isDrawn = drawn.current === made;
    if (isDrawn && settled.current === page) return;
    settled.current = page;
    drawn.current = made;
    const at = openingOf(entries, days, zone, sightOf(host.current, isDrawn));
    if (at !== null) made.scrollToTime({ milliseconds: at });
  }, [page, entries, isRefreshing, isPhone]);
}
