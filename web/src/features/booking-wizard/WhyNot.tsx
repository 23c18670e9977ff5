import './WhyNot.css';
import { nearestStarts } from '~/booking/starts';
import type { Slot } from '~/api/types';
import { firstName } from '~/lib/names';
import { Button } from '~/ui/Button';
import { reasonText } from './reasons';
import { useReasons, type Wanted } from './useSlots';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

interface Props {
  start: string;
  label: string;
  month: Slot[];
  wanted: Wanted;
  wizard: Wizard;
}

/** Every reason that the server gives, and the nearest start that can be had. */
export function WhyNot({ start, label, month, wanted, wizard }: Props) {
  const { data, error, refetch } = useReasons(wanted, start);
  const { provider, zone, change, setNotice } = wizard;
  const about = { name: firstName(provider.displayName), service: wanted.service, hours: wanted.hours, start, zone, now: Date.now() };
  const [nearest] = nearestStarts(month, start, 1);
  const take = data?.bookable ? start : nearest?.start;
  return (
    <div class="why-not" role="status">
      <p class="sm"><b>{t('whyNot', { time: label })}</b></p>
      {!data && !error && <p class="sm muted">{t('whyLoading')}</p>}
      {!data && error && <p class="sm">{t('whyFailed')} <Button size="small" onClick={() => void refetch()}>{t('sendAgain')}</Button></p>}
      {data?.bookable && <p class="sm">{t('freeAfterAll')}</p>}
      {data && !data.bookable && <ul class="sm">{data.reasons.map((reason) => <li key={reason.code}>{reasonText(reason, about)}</li>)}</ul>}
      {data && take && (
        <Button size="small" class="mono" onClick={() => { change({ start: take }, 'start'); setNotice(null); }}>
          {t(data.bookable ? 'takeIt' : 'takeNearest', { time: shortTime(take, zone) })}
        </Button>
      )}
    </div>
  );
}
