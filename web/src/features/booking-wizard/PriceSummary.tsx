import './PriceSummary.css';
import { useOnline } from '~/api/online';
import { formatMoney } from '~/lib/money';
import { formatHours } from '~/lib/time';
import { useSignIn, useSignUp } from '~/lib/useSignIn';
import { Button, ButtonLink } from '~/ui/Button';
import { Receipt } from '~/ui/Receipt';
import { HoldShort } from './HoldBar';
import { rhythmText } from './RepeatChoice';
import { receiptLines } from './receipt';
import { priceText } from './ServiceStep';
import { furthestStep } from './steps';
import { useFresh } from './useFresh';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

function SignInToBook({ isInstant }: { isInstant: boolean }) {
  const [signIn, signUp] = [useSignIn(), useSignUp()];
  return (
    <div class="sign-in">
      <ButtonLink look="go" {...signIn}>{t(isInstant ? 'signInToBook' : 'signInToRequest')}</ButtonLink>
      <p class="sm muted"><a {...signUp}>{t('signUpInstead')}</a>. {t('draftKept')}</p>
    </div>
  );
}

function StepButton({ wizard, formId }: { wizard: Wizard; formId: string }) {
  const { step, draft, service, account, isSending, price, notice } = wizard;
  const isOnline = useOnline();
  const isInstant = service?.acceptance === 'instant';
  if (step < 4) {
    const isReturning = draft.isReviewed && furthestStep(draft, service, wizard.zone) === 4;
    return <Button type="submit" form={formId} look="go">{t(isReturning ? 'backToReview' : step === 1 ? 'nextTime' : step === 2 ? 'nextDetails' : 'nextReview')}</Button>;
  }
  if (!account) return <SignInToBook isInstant={isInstant} />;
  const isAway = notice?.meaning.kind === 'away';
  if (wizard.clashes.length > 0 && wizard.times.length === 0) return <Button type="submit" form={formId} look="go">{t('chooseAnother')}</Button>;
  const isAgain = isAway || notice?.meaning.kind === 'wait' || draft.intent !== null;
  const label = isSending ? t('sending') : isAgain ? t('sendAgain') : wizard.clashes.length > 0 ? t('bookOthers', { count: wizard.times.length }) : t(isInstant ? 'doBook' : 'doRequest', { count: wizard.times.length || 1 });
  return (
    <>
      {isAway && !isSending && <p class="away sm" role="status">{t('away')}</p>}
      {/* While the price of what has just been chosen is on its way a press could not count: it waits visibly. */}
      <Button type="submit" form={formId} look="go" isBusy={isSending} disabled={!isOnline || price.isWaiting || (!price.quote && !isAgain)}>{label}</Button>
      {!isOnline && <p class="sm muted">{t('offline')}</p>}
    </>
  );
}

/** Of one, or of all that repeat. */
export const totalLabel = (count: number) => (count > 1 ? t('totalOf', { count }) : t('total'));

function Total({ wizard: { price, totalMinor, times, account, service, provider } }: { wizard: Wizard }) {
  const { quote, isWaiting, error, retry } = price;
  if (quote) return <p class={`sum mono ${isWaiting ? 'asked-anew' : ''}`} aria-busy={isWaiting}><span class="muted">{totalLabel(times.length)}</span> <b>{formatMoney(totalMinor ?? 0, quote.currency)}</b></p>;
  return (
    <div class="sum">
      {service && <p class="mono rates">{priceText(service, provider)}</p>}
      {error ? <p class="sm">{t('priceFailed')} <Button size="small" onClick={() => void retry()}>{t('sendAgain')}</Button></p>
        : service && <p class={`sm muted ${account ? 'later' : ''}`}>{t(account ? (isWaiting ? 'pricing' : 'noTotal') : 'signInForTotal')}</p>}
    </div>
  );
}

/** What it comes to, always in sight: beside the form, or above the tabs of a phone with the step's button. */
export function PriceSummary({ wizard, formId }: { wizard: Wizard; formId: string }) {
  const { service, draft, zone, price, provider, step, wanted, times, totalMinor } = wizard;
  const { quote } = price;
  const isFresh = useFresh(`${step} ${wizard.clashes.length}`);
  if (wizard.isNothingFree) return null;
  return (
    <aside class="price-summary" aria-label={t('price')}>
      <div class="about">
        <h2>{t('yourBooking')}</h2>
        <p class={`sm ${service ? '' : 'muted'}`}>{service?.title ?? t('nothingYet')}</p>
        {service && draft.hours !== null && (
          <p class="mono sm">{draft.start ? <>{shortTime(draft.start, zone)}<span aria-hidden="true"> · </span></> : ''}{formatHours(draft.hours)}</p>
        )}
        {draft.repeat && wanted.length > 1 && <p class="mono sm">{rhythmText(draft.repeat, wanted.length)}</p>}
      </div>
      <HoldShort wizard={wizard} />
      {quote && step < 4 && (
        <div class={`lines ${price.isWaiting ? 'asked-anew' : ''}`} aria-busy={price.isWaiting}>
          <Receipt lines={receiptLines(quote.lines, provider.displayName, quote.currency)} totalLabel={totalLabel(times.length)} totalMinor={totalMinor ?? 0} currency={quote.currency} />
        </div>
      )}
      {service && <div class={quote && step < 4 ? 'total only-phone' : 'total'}><Total wizard={wizard} /></div>}
      <p class="vh" aria-live="polite">{quote && !price.isWaiting ? `${totalLabel(times.length)} ${formatMoney(totalMinor ?? 0, quote.currency)}` : ''}</p>
      <div class="go-on" data-fresh={isFresh ? '' : undefined}><StepButton wizard={wizard} formId={formId} /></div>
    </aside>
  );
}
