import { useEffect, useState } from 'preact/hooks';
import { edition } from '~/api/edition';
import { dayKey, viewerZone } from '~/lib/time';
import { Combobox } from '~/ui/Combobox';
import { usePlaces, type PlaceChoice } from '~/ui/usePlaces';
import { needOf, suggest, type Search } from './search';
import { dayText, needText } from './title';
import { t } from './words';

type Where = Pick<Search, 'location' | 'lat' | 'lng'>;
const nowhere: Where = { location: undefined, lat: undefined, lng: undefined };

/** What was typed as a place: the one picked, the one from before, the best suggestion, or only words. */
export function whereOf(text: string, known: Where, choices: readonly PlaceChoice[]): Where {
  const near = text.trim();
  if (near === '') return nowhere;
  if (near === known.location) return known;
  const best = choices.find((choice) => choice.label.toLowerCase().startsWith(near.toLowerCase()));
  return best ? { location: best.place.label, lat: best.place.lat, lng: best.place.lng } : { ...nowhere, location: near };
}

/** The day as it is said; while it has the focus, the browser's own field. */
function DayInput({ day, onDay }: { day: string; onDay: (day: string) => void }) {
  return (
    <label class="day">
      <span class="k">{t('on')}</span>
      <span class={`said ${day ? '' : 'none'}`} aria-hidden="true">{day ? dayText(day) : t('anyDay')}</span>
      <input
        type="date" name="date" min={dayKey(Date.now(), viewerZone())} value={day} onChange={(event) => onDay(event.currentTarget.value)}
        onClick={(event) => {
          try {
            event.currentTarget.showPicker();
          } catch {
            // Some browsers have none, or open it by themselves.
          }
        }}
      />
    </label>
  );
}

/** > I need … near … on … */
export function SearchForm({ search, look, onSearch }: { search: Search; look: 'line' | 'sheet'; onSearch: (next: Search) => void }) {
  const [need, setNeed] = useState(needText(search));
  const [near, setNear] = useState(search.location ?? '');
  const [where, setWhere] = useState<Where>(search);
  const [day, setDay] = useState(search.date ?? '');
  useEffect(() => {
    setNeed(needText(search));
    setNear(search.location ?? '');
    setWhere({ location: search.location, lat: search.lat, lng: search.lng });
    setDay(search.date ?? '');
  }, [search]);
  const places = usePlaces(near, near !== where.location);
  const services = suggest(need, edition.catalogue).map((entry) => ({ key: entry.serviceType, label: entry.label }));
  const submit = (event: Event) => {
    event.preventDefault();
    onSearch({ ...search, ...needOf(need, edition.catalogue), ...whereOf(near, where, places), date: day || undefined });
  };
  return (
    <form class={look} role="search" onSubmit={submit}>
      <span class="ps" aria-hidden="true">&gt;</span>
      <label>
        <span class="k">{t('need')}</span>
        <Combobox
          text={need} choices={services} onText={setNeed} onPick={(choice) => setNeed(choice.label)}
          input={{ name: 'need', placeholder: edition.search.need || t('anything'), 'aria-label': t('need') }}
        />
      </label>
      <label>
        <span class="k">{t('near')}</span>
        <Combobox
          text={near} choices={near === where.location ? [] : places} onText={setNear}
          onPick={({ place }) => {
            setNear(place.label);
            setWhere({ location: place.label, lat: place.lat, lng: place.lng });
          }}
          input={{ name: 'near', placeholder: edition.search.near || t('anywhere'), 'aria-label': t('near') }}
        />
      </label>
      <DayInput day={day} onDay={setDay} />
      <button type="submit" class="btn go">{t('search')}</button>
    </form>
  );
}
