// What somebody else did while the page was open: marked for a moment, and said to those who hear the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BookingEvent } from '~/api/types';
import { happening, type Story } from '~/booking/history';

const MARKED_MS = 6_000;

export interface News {
  ids: ReadonlySet<number>;
  text: string;
}
const none: News = { ids: new Set(), text: '' };

export function newsIn(events: BookingEvent[], after: number, story: Story): News {
  const fresh = events.filter((event) => event.id > after && event.actorId !== story.accountId && event.type !== 'message.created');
  const texts = fresh.map((event) => happening(event, story)?.text).filter(Boolean);
  return { ids: new Set(fresh.map((event) => event.id)), text: texts.join('. ') };
}

export function useNews(events: BookingEvent[] | undefined, story: Story | null): News {
  const seen = useRef<number | null>(null);
  const [news, setNews] = useState(none);
  useEffect(() => {
    if (!events || !story) return;
    const last = events[events.length - 1]?.id ?? 0;
    const after = seen.current;
    seen.current = last;
    if (after === null || last <= after) return;
    const came = newsIn(events, after, story);
    if (came.ids.size > 0) setNews(came);
  }, [events]);
  useEffect(() => {
    if (news === none) return;
    const timer = setTimeout(() => setNews(none), MARKED_MS);
    return () => clearTimeout(timer);
  }, [news]);
  return news;
}
