import './WeekSlots.css';
import { useState } from 'preact/hooks';
import { useOnline } from '~/api/online';
import type { Provider } from '~/api/types';
import { noon } from '~/lib/days';
import { addDays, dayKey, dayStart, formatInstant, longDay, shortDay, viewerZone, zoneCity, zonesAgree } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { Button, IconButton } from '~/ui/Button';
import { SelectField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import { ErrorState } from '~/ui/States';
import { bookHref } from './ServiceList';
import { useSlots } from './useProvider';
import { openingOf, shorten, weekOf, type Opening } from './week';
import { t } from './words';

const ROOM = 6;
const AHEAD_DAYS = 28;
const UTC = 'UTC';

interface ShownDay {
  day: string;
  openings: Opening[];
}

function OpeningLink({ opening, day, href, isOnline }: { opening: Opening; day: string; href: string; isOnline: boolean }) {
  const { time, yours } = opening;
  const text = <>{time}{yours && <small> {yours}<span class="vh"> {t('forYou')}</span></small>}</>;
  return isOnline ? <a class="opening" href={href}><span class="vh">{t('bookOn', { day: shortDay(noon(day), UTC) })} </span>{text}</a> : <span class="opening off">{text}</span>;
}

function Week({ days, hrefOf }: { days: ShownDay[]; hrefOf: (start: string) => string }) {
  const isOnline = useOnline();
  return (
    <ol class="week">
      {days.map(({ day, openings }) => (
        <li key={day} class={openings.length === 0 ? 'none' : ''}>
          <h3><span class="wd">{formatInstant(noon(day), UTC, { weekday: 'short' })}</span> <span class="muted">{formatInstant(noon(day), UTC, { day: 'numeric', month: 'short' })}</span></h3>
          {openings.length === 0 && <p class="muted xs" aria-label={t('noneOnDay')}>–</p>}
          <div class="openings">{openings.map((one) => <OpeningLink key={one.start} opening={one} day={day} href={hrefOf(one.start)} isOnline={isOnline} />)}</div>
        </li>
      ))}
    </ol>
  );
}

/** Nothing in this week: where the next free time is, asked only then. */
function NextFree({ provider, serviceId, from, onGo }: { provider: Provider; serviceId: string; from: string; onGo: (day: string) => void }) {
  const zone = provider.timeZone;
  const { data } = useSlots({ providerId: provider.id, serviceId, from: dayStart(from, zone).toISOString(), to: dayStart(addDays(from, AHEAD_DAYS), zone).toISOString() });
  const first = data?.slots[0];
  const day = first && dayKey(first.start, zone);
  return (
    <div class="none-in-week">
      <p>{t('noneInWeek')} {data && !first && t('noneAhead')}</p>
      {day && <Button onClick={() => onGo(day)}>{t('nextFree', { day: longDay(noon(day), UTC) })}</Button>}
    </div>
  );
}

/** What can really be booked in seven days, by the clock of the provider; each time leads into the booking. */
export function WeekSlots({ provider, serviceId, onService }: { provider: Provider; serviceId: string; onService: (id: string) => void }) {
  const now = useNow();
  const zone = provider.timeZone;
  const viewer = viewerZone();
  const today = dayKey(now, zone);
  const [asked, setFirst] = useState(today);
  const [isWhole, showWhole] = useState(false);
  const first = asked < today ? today : asked;
  const last = addDays(first, 6);
  const from = dayStart(first, zone).toISOString();
  const query = useSlots({ providerId: provider.id, serviceId, from, to: dayStart(addDays(first, 7), zone).toISOString() });
  const week = query.data && weekOf(query.data.slots, first, zone);
  const left = week ? shorten(week, ROOM).left : 0;
  const isEmpty = week?.every(({ starts }) => starts.length === 0);
  const shown = week && shorten(week, isWhole ? Infinity : ROOM).days.map(({ day, starts }) => ({ day, openings: starts.map((start) => openingOf(start, zone, viewer)) }));
  // Said before the times are there: the line may be longer by then, and nothing below it may move.
  const hasTwoZones = shown && !isEmpty ? shown.some(({ openings }) => openings.some((one) => one.yours !== null)) : !zonesAgree(from, zone, viewer);
  const city = zoneCity(zone);
  const service = provider.services.find((one) => one.id === serviceId);
  return (
    <section class="panel times" id="times" aria-labelledby="times-title">
      <div class="times-head">
        <h2 id="times-title">{t('times')}</h2>
        <p class="mono xs muted">{hasTwoZones ? t('zoneBoth', { city, own: zoneCity(viewer) }) : t('zoneOnly', { city })}</p>
        <div class="turn">
          <IconButton label={t('before')} disabled={first <= today} onClick={() => setFirst(addDays(first, -7))}><Icon name="back" /></IconButton>
          <span class="sm" aria-live="polite">{t('weekOf', { from: shortDay(noon(first), UTC), to: shortDay(noon(last), UTC) })}</span>
          <IconButton label={t('after')} disabled={addDays(first, 7) > addDays(today, service?.windowDays ?? 365)} onClick={() => setFirst(addDays(first, 7))}><Icon name="forward" /></IconButton>
        </div>
      </div>
      {provider.services.length > 1 && (
        <SelectField
          class="for" label={t('forService')} value={serviceId} choices={provider.services.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(event) => onService(event.currentTarget.value)}
        />
      )}
      {query.error && !week && <ErrorState error={query.error} title={t('timesFailed')} onRetry={() => void query.refetch()} />}
      {!query.error && !week && <div class="week-room" role="status" aria-label={t('loadingTimes')} />}
      {shown && !isEmpty && <Week days={shown} hrefOf={(start) => bookHref(provider.id, serviceId, start)} />}
      {isEmpty && <NextFree provider={provider} serviceId={serviceId} from={addDays(first, 7)} onGo={setFirst} />}
      {left > 0 && <Button look="quiet" size="small" class="whole" aria-expanded={isWhole} onClick={() => showWhole(!isWhole)}>{isWhole ? t('fewerTimes') : t('allTimes', { count: left })}</Button>}
    </section>
  );
}
