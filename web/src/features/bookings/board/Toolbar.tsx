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

interface Item {
  value: string | null;
  label: string;
  isCurrent: boolean;
}
/** Tabs where there is room for them; on a phone two of these stand side by side. */
function Switch({ label, name, items, isPhone }: { label: string; name: 'zone' | 'side'; items: Item[]; isPhone: boolean }) {
  const { hrefWith, set } = useQueryState();
  if (!isPhone) return <TabLinks label={label} items={items.map((item) => ({ ...item, href: hrefWith({ [name]: item.value }) }))} />;
  return (
    <div class="field">
      <select aria-label={label} onChange={(event) => set({ [name]: event.currentTarget.value || null })}>
        {items.map((item) => <option key={item.value} value={item.value ?? ''} selected={item.isCurrent}>{item.label}</option>)}
      </select>
    </div>
  );
}

/** Whose clock, and for those who have both, which side. */
export function Switches({ shown, clocks, zone, isProvider, place, isPhone }: { shown: Shown; clocks: string[]; zone: string; isProvider: boolean; place: string; isPhone: boolean }) {
  return (
    <div class="cal-switches">
      {clocks.length > 1
        ? <Switch label={t('whichClock')} name="zone" isPhone={isPhone} items={clocks.map((one) => ({ value: one === place ? null : one, label: t('inZoneShort', { city: zoneCity(one) }), isCurrent: one === zone }))} />
        : <p class="clock">{t('inZone', { city: zoneCity(zone) })}</p>}
      {isProvider && <Switch label={t('whose')} name="side" isPhone={isPhone} items={sides.map((side) => ({ value: side === 'both' ? null : side, label: t(sideWords[side]), isCurrent: side === shown.side }))} />}
    </div>
  );
}
