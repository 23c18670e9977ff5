import type { Service } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { Chips } from '~/ui/Chips';
import { rateChoices, type RateType } from './choices';
import { problemOf } from './problem';
import { rateText } from './ServiceStep';
import { useQuote } from './useQuote';
import type { Wizard } from './useWizard';
import { t } from './words';

/** By the hour or by the day, with what each would come to for this time. */
export function RateChoice({ wizard, service }: { wizard: Wizard; service: Service }) {
  const { provider, draft, account, change, price } = wizard;
  const choices = rateChoices(service, provider);
  const other = choices.find(({ type }) => type !== draft.rateType);
  const alternative = useQuote({
    service: choices.length > 1 ? service : undefined, start: price.quote?.scheduledTime ?? '', hours: draft.hours,
    rateType: other?.type ?? null, isSignedIn: Boolean(account),
  });
  if (choices.length < 2) return null;
  const totalOf = (type: RateType) => [price.quote, alternative.quote].find((quote) => quote?.rateType === type);
  const chips = choices.map((choice) => {
    const total = totalOf(choice.type);
    const rate = rateText(choice, service.currency);
    return { value: choice.type, label: t(choice.type === 'day' ? 'byDay' : 'byHour'), hint: total ? `${rate} = ${formatMoney(total.totalMinor, total.currency)}` : rate };
  });
  const isWaiting = price.isWaiting || alternative.isWaiting;
  return (
    <div class={isWaiting ? 'asked-anew' : ''} aria-busy={isWaiting}>
      <Chips
        legend={t('charged')} name="rateType" look="wide" value={draft.rateType ?? service.rateType} chips={chips}
        onChange={(type) => change({ rateType: type as RateType }, 'rateType')} error={problemOf(wizard, 'rateType')}
      >
        {draft.rateType === 'day' && <p class="hint">{t('dayHint')}</p>}
      </Chips>
    </div>
  );
}
