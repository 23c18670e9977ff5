import { firstName } from '~/lib/names';
import { Button } from '~/ui/Button';
import { clashText } from './clashes';
import type { Clash } from './series';
import type { Wizard } from './useWizard';
import { t } from './words';

/** Which times of a series cannot be had, each by its name. The others are booked beside their total. */
export function SeriesClash({ clashes, wizard }: { clashes: Clash[]; wizard: Wizard }) {
  const { zone, provider, wanted, times, go } = wizard;
  return (
    <>
      <p>{times.length > 0 ? t('clashes', { count: clashes.length, of: wanted.length }) : t('clashesAll')} {t('nothingBooked')}</p>
      <ul class="sm">{clashes.map((clash) => <li key={clash.start}>{clashText(clash, firstName(provider.displayName), zone)}</li>)}</ul>
      {times.length > 0 && <p><Button onClick={() => go(2)}>{t('chooseAnother')}</Button></p>}
    </>
  );
}
