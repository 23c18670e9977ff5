import { useOnline } from '~/api/online';
import { firstName } from '~/lib/names';
import { Button } from '~/ui/Button';
import { clashText } from './clashes';
import type { Clash } from './series';
import type { Wizard } from './useWizard';
import { t } from './words';

/** Which times of a series cannot be had, each by its name; and the two ways on. */
export function SeriesClash({ clashes, wizard }: { clashes: Clash[]; wizard: Wizard }) {
  const { zone, provider, times, isSending, bookOthers, go } = wizard;
  const isOnline = useOnline();
  const others = times.length - clashes.length;
  return (
    <>
      <p>{others > 0 ? t('clashes', { count: clashes.length, of: times.length }) : t('clashesAll')} {t('nothingBooked')}</p>
      <ul class="sm">{clashes.map((clash) => <li key={clash.start}>{clashText(clash, firstName(provider.displayName), zone)}</li>)}</ul>
      <div class="row">
        {others > 0 && <Button isBusy={isSending} disabled={!isOnline} onClick={bookOthers}>{t('bookOthers', { count: others })}</Button>}
        <Button onClick={() => go(2)}>{t('chooseAnother')}</Button>
      </div>
    </>
  );
}
