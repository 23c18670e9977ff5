import './Progress.css';
import { formatMoney } from '~/lib/money';
import { formatHours } from '~/lib/time';
import { furthestStep, stepNames, type Step } from './steps';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

/** What was decided at a step, in a few letters. */
function decided({ draft, service, zone, price, totalMinor, step: now }: Wizard, step: Step): string {
  if (step > now && !draft.isReviewed) return '';
  if (step === 1 && service) return service.title;
  if (step === 2 && draft.start && draft.hours) return `${shortTime(draft.start, zone)} · ${formatHours(draft.hours)}`;
  if (step === 3 && draft.isRemote !== null) return draft.isRemote ? t('online') : draft.location.trim() || t('here');
  if (step === 4 && now === 4 && price.quote) return formatMoney(totalMinor ?? 0, price.quote.currency);
  return '';
}

/** The steps as segments, the current one in reverse; each that can be reached is a button. */
export function Progress({ wizard }: { wizard: Wizard }) {
  const { step, draft, service, go } = wizard;
  const furthest = furthestStep(draft, service, wizard.zone);
  return (
    <nav aria-label={t('progress')}>
      <ol class="progress">
        {stepNames.map((name, index) => {
          const at = (index + 1) as Step;
          const isReached = at < step || (at <= furthest && draft.isReviewed);
          const inside = <><b>{t(name)}</b><span class="mono xs">{decided(wizard, at) || '—'}</span></>;
          return (
            <li key={name} class={at === step ? 'now' : isReached ? 'done' : ''} aria-current={at === step ? 'step' : undefined}>
              {isReached && at !== step ? <button type="button" onClick={() => go(at)}>{inside}</button> : <div>{inside}</div>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
