import './ReviewStep.css';
import { zoneNote } from '~/lib/clocks';
import { isPrepaid, policyName, policyOf, policySentences } from '~/lib/policy';
import { formatHours } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { Button } from '~/ui/Button';
import { Receipt } from '~/ui/Receipt';
import { Skeleton } from '~/ui/States';
import { questionsOf } from './choices';
import { Facts, type Fact } from './Facts';
import { nextSentences } from './next';
import { totalLabel } from './PriceSummary';
import { rhythmText } from './RepeatChoice';
import { receiptLines } from './receipt';
import type { Step } from './steps';
import type { Wizard } from './useWizard';
import { shortTime, whenText } from './when';
import { t } from './words';

function factsOf({ draft, service, provider, zone, wanted, go }: Wizard): Fact[] {
  if (!service) return [];
  const change = (step: Step, what: string) => (
    <Button look="quiet" size="small" aria-label={t('changeWhat', { what })} onClick={() => go(step)}>{t('change')}</Button>
  );
  const answers = questionsOf(service).filter(({ question }) => draft.answers[question]?.trim());
  const words: [string, string][] = [
    [t('notes'), draft.description], [t('special'), draft.specialRequirements], [t('purposeFact'), draft.purpose], [t('companyFact'), draft.company],
  ];
  return [
    { name: t('what'), main: <b>{draft.title.trim() || service.title}</b>, more: `${service.title}, ${t('with')} ${provider.displayName}`, end: change(1, t('service')) },
    { name: t('when'), main: <b>{whenText(draft.start, draft.hours ?? 0, zone)}</b>, more: [...(draft.repeat && wanted.length > 1 ? [rhythmText(draft.repeat, wanted.length)] : []), formatHours(draft.hours ?? 0), zoneNote(draft.start, zone)].join(' · '), end: change(2, t('timesFact')) },
    { name: t('whereFact'), main: <b>{draft.isRemote ? t('remoteFact') : draft.location.trim()}</b>, end: change(3, t('details')) },
    ...words.filter(([, text]) => text.trim()).map(([name, text]) => ({ name, main: <span class="written">{text.trim()}</span> })),
    ...(answers.length > 0 ? [{
      name: t('answersFact'),
      main: <>{answers.map(({ question }) => <span key={question} class="answer"><span class="muted">{question}</span><span class="written">{draft.answers[question]?.trim()}</span></span>)}</>,
    }] : []),
  ];
}

function Cost({ wizard: { price, provider, wanted, times, totalMinor, zone } }: { wizard: Wizard }) {
  const { quote } = price;
  if (!quote) return price.isWaiting ? <Skeleton lines={3} label={t('pricing')} /> : <p class="muted">{t(price.error ? 'priceFailed' : 'signInForTotal')}</p>;
  const lines = receiptLines(quote.lines, provider.displayName, quote.currency);
  if (wanted.length < 2 || times.length === 0) return <Receipt lines={lines} totalLabel={t('total')} totalMinor={quote.totalMinor} currency={quote.currency} />;
  const each = times.map((start) => ({ label: shortTime(start, zone), amountMinor: quote.totalMinor }));
  return (
    <>
      <p class="sm muted">{t('timesEach')}</p>
      <Receipt lines={each} totalLabel={totalLabel(times.length)} totalMinor={totalMinor ?? 0} currency={quote.currency} />
    </>
  );
}

function costTitle({ wanted, times }: Wizard): string {
  if (wanted.length < 2 || times.length === 0) return t('cost');
  return t(times.length < wanted.length ? 'timesLeft' : 'timesTitle', { count: times.length });
}

export function ReviewStep({ wizard }: { wizard: Wizard }) {
  const { service, provider, draft, zone, times } = wizard;
  const now = useNow();
  if (!service) return null;
  const policy = policyOf(service.cancellationPolicy);
  return (
    <div class="stack review">
      <section class="panel"><Facts facts={factsOf(wizard)} /></section>
      <section class="panel stack">
        <h3>{costTitle(wizard)}</h3>
        <Cost wizard={wizard} />
      </section>
      {policy && (
        <section class="panel stack">
          <h3>{t('ifYouCancel')} <span class="mono xs muted">{policyName(policy)}</span></h3>
          <ul class="sentences">{policySentences(policy, { start: times[0] ?? draft.start, zone, now, isPrepaid: isPrepaid(service.payment), isSeries: times.length > 1 }).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        </section>
      )}
      <section class="panel stack">
        <h3>{t('whatNext')}</h3>
        <ul class="sentences">{nextSentences(service, provider.displayName, times, zone, now).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      </section>
    </div>
  );
}
