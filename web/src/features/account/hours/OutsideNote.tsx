import './OutsideNote.css';
import { clockTime, shortDay } from '~/lib/time';
import { Button } from '~/ui/Button';
import type { Outside } from './useDraft';
import { t } from './words';

const MOST = 100; // what the server names at a time

/** After saving: what is booked outside the new hours. Nothing has happened to it. */
export function OutsideNote({ outside, zone, onDone }: { outside: Outside; zone: string; onDone: () => void }) {
  if (outside.length === 0) return null;
  return (
    <section class="outside-note" aria-labelledby="hours-outside" tabIndex={-1} ref={focusOnce}>
      <h2 id="hours-outside">{outside.length >= MOST ? t('outsideMost', { count: MOST }) : t('outside', { count: outside.length })}</h2>
      <ul>
        {outside.map((one) => (
          <li key={one.bookingId}>
            <span class="mono sm">{shortDay(one.start, zone)} {clockTime(one.start, zone)}–{clockTime(one.end, zone)}</span>
            <a href={`/booking/manage/${one.bookingId}`}>{one.title}</a>
          </li>
        ))}
      </ul>
      <div><Button size="small" onClick={onDone}>{t('outsideDone')}</Button></div>
    </section>
  );
}

const focusOnce = (element: HTMLElement | null) => element?.focus();
