import './Toolbar.css';
import { zoneCity } from '~/lib/time';
import { useQueryState } from '~/lib/useQueryState';
import { Icon } from '~/ui/Icon';
import { TabLinks } from '~/ui/Tabs';
import { t } from '../words';
import { sides, stepFrom, titleOf, views, type Shown } from './view';

const viewWords = { month: 'viewMonth', week: 'viewWeek', day: 'viewDay', list: 'viewList' } as const;
const sideWords = { both: 'sideBoth', provider: 'asProvider', client: 'asClient' } as const;

/** Which days, and how they are drawn: each is an address, so that the back button leads back. */
export function Toolbar({ shown, weekStart }: { shown: Shown; weekStart: number }) {
  const { hrefWith } = useQueryState();
  const pageHref = (by: 1 | -1) => hrefWith({ date: stepFrom(shown, by) });
  return (
    <div class="cal-bar">
      <nav class="pages" aria-label={t('pages')}>
        <a class="btn icon" href={pageHref(-1)} aria-label={t('earlier')}><Icon name="back" /></a>
        <a class="btn small" href={hrefWith({ date: null })}>{t('today')}</a>
        <a class="btn icon" href={pageHref(1)} aria-label={t('later')}><Icon name="forward" /></a>
        <h2 aria-live="polite">{titleOf(shown, weekStart)}</h2>
      </nav>
      <TabLinks label={t('viewsLabel')} items={views.map((view) => ({ href: hrefWith({ view, date: shown.date }), label: t(viewWords[view]), isCurrent: view === shown.view }))} />
    </div>
  );
}

/** Whose clock, and for those who have both, which side. */
export function Switches({ shown, clocks, zone, isProvider, place }: { shown: Shown; clocks: string[]; zone: string; isProvider: boolean; place: string }) {
  const { hrefWith } = useQueryState();
  return (
    <div class="cal-switches">
      {clocks.length > 1
        ? <TabLinks label={t('whichClock')} items={clocks.map((one) => ({ href: hrefWith({ zone: one === place ? null : one }), label: t('inZoneShort', { city: zoneCity(one) }), isCurrent: one === zone }))} />
        : <p class="clock">{t('inZone', { city: zoneCity(zone) })}</p>}
      {isProvider && <TabLinks label={t('whose')} items={sides.map((side) => ({ href: hrefWith({ side: side === 'both' ? null : side }), label: t(sideWords[side]), isCurrent: side === shown.side }))} />}
    </div>
  );
}
