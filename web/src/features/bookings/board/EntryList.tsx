import './EntryList.css';
import { clearClock, dayKey, formatInstant } from '~/lib/time';
import { Tag } from '~/ui/Tag';
import { groupBy } from '../calendar';
import { t } from '../words';
import { entryStanding, entryTitle, entryWho } from './EntryText';
import type { Entry } from './events';

const dayWords = (day: string) => formatInstant(`${day}T12:00:00Z`, 'UTC', { weekday: 'long', day: 'numeric', month: 'short' }).replace(',', '');

function Row({ entry, zone, onOpen }: { entry: Entry; zone: string; onOpen: (entry: Entry) => void }) {
  return (
    <li>
      <button type="button" class={`entry ${entry.isOpen ? 'open' : ''}`} data-entry={entry.id} onClick={() => onOpen(entry)}>
        <span class="at">{clearClock(entry.start, zone)}–{clearClock(entry.end, zone)}</span>
        <span class="what"><b>{entryTitle(entry)}</b> <span class="who">{entryWho(entry)}{entry.bookings[0]?.seriesId && ` · ${t('oneOfSeries')}`}</span></span>
        <Tag tone={entry.tone} glyph={entry.glyph}>{entryStanding(entry)}</Tag>
      </button>
    </li>
  );
}

/** The same entries as a list of days: those that have something, on the clock that is chosen. */
export function EntryList({ entries, days, zone, today, onOpen }: { entries: Entry[]; days: { first: string; end: string }; zone: string; today: string; onOpen: (entry: Entry) => void }) {
  const byDay = groupBy(entries, (entry) => {
    const day = dayKey(entry.start, zone);
    return day >= days.first && day < days.end ? day : null;
  });
  return (
    <div class="entry-list">
      {[...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, list]) => (
        <section key={day} class={`entry-day ${day === today ? 'today' : ''}`}>
          <h3><span>{dayWords(day)}</span></h3>
          <ul>{list.map((entry) => <Row key={entry.id} entry={entry} zone={zone} onOpen={onOpen} />)}</ul>
        </section>
      ))}
    </div>
  );
}
