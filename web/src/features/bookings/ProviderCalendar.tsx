import { refusalOf } from '~/api/client';
import type { Provider } from '~/api/types';
import { dayKey, viewerZone, zoneCity } from '~/lib/time';
import { addMonths } from '~/lib/days';
import { useNow } from '~/lib/useNow';
import { useQueryState } from '~/lib/useQueryState';
import { ButtonLink } from '~/ui/Button';
import { SavedCopy } from '~/ui/SavedCopy';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { TabLinks } from '~/ui/Tabs';
import { readDays, slotsByDay } from './calendar';
import { DayPane, FreeStarts } from './DayList';
import { MonthGrid, type DayMark } from './MonthGrid';
import { ServiceChoice } from './ServiceChoice';
import { useFreeStarts, useProvider } from './useCalendar';
import { t } from './words';

function ZoneChoice({ place, yours, isYours }: { place: string; yours: string; isYours: boolean }) {
  const { hrefWith } = useQueryState();
  if (place === yours) return <p class="muted sm">{t('inZone', { city: zoneCity(place) })}</p>;
  const item = (zone: string, value: string | null, isCurrent: boolean) => ({ href: hrefWith({ zone: value }), label: t('inZoneShort', { city: zoneCity(zone) }), isCurrent });
  return <TabLinks label={t('whichClock')} items={[item(place, null, !isYours), item(yours, 'mine', isYours)]} />;
}

function Free({ provider }: { provider: Provider }) {
  const { query, hrefWith } = useQueryState();
  const yours = viewerZone();
  const isYours = query.zone === 'mine';
  const zone = isYours ? yours : provider.timeZone;
  const today = dayKey(useNow(60_000), zone);
  const { services } = provider;
  const service = services.find((one) => one.id === query.service) ?? services[0];
  const { month, day } = readDays(query, today);
  const free = useFreeStarts(service, month, zone);
  if (!service) return <Empty icon="calendar" title={t('noServices')} action={<ButtonLink href={`/providers/${provider.id}`}>{t('profileGo')}</ButtonLink>} />;
  const days = slotsByDay(free.data ?? [], zone);
  const marks = new Map<string, DayMark>();
  for (const [key, list] of days) marks.set(key, { count: list.length, word: t('freeWord'), tone: 'free' });
  // Without a day in the address, the first that has something is looked at.
  const shown = query.day || (day && days.has(day)) ? day : ([...days.keys()].sort()[0] ?? null);
  return (
    <div class="calendar-two">
      <MonthGrid month={month} day={shown} today={today} marks={marks} hrefOf={(one) => hrefWith({ day: one, month: null })} monthHref={(one) => hrefWith({ month: one || null, day: null })} />
      <div class="stack">
        {services.length > 1 && <ServiceChoice services={services} chosen={service.id} />}
        <ZoneChoice place={provider.timeZone} yours={yours} isYours={isYours} />
        <SavedCopy query={free} />
        {free.isError && free.data === undefined ? <ErrorState error={free.error} title={t('freeFailed')} onRetry={() => void free.refetch()} />
          : free.isPending ? <Skeleton count={1} lines={5} />
          : shown ? <DayPane day={shown}><FreeStarts slots={days.get(shown) ?? []} zone={zone} providerId={provider.id} serviceId={service.id} /></DayPane>
          : <Empty icon="calendar" title={t('noFreeMonth')} action={<ButtonLink href={hrefWith({ month: addMonths(month, 1), day: null })}>{t('nextMonthGo')}</ButtonLink>} />}
      </div>
    </div>
  );
}

/** When somebody is free, for those who want to book them: no account is needed to look. */
export default function ProviderCalendar({ id }: { id: string }) {
  const query = useProvider(id);
  const provider = query.data?.provider;
  if (provider) return <Free provider={provider} />;
  if (!query.isError) return <Skeleton count={1} lines={10} />;
  const isMissing = [400, 404].includes(refusalOf(query.error).status);
  return isMissing ? <Empty title={t('noProvider')} action={<ButtonLink href="/">{t('toDiscover')}</ButtonLink>} />
    : <ErrorState error={query.error} title={t('calendarFailed')} onRetry={() => void query.refetch()} />;
}
