import type { Booking } from '~/api/types';
import { deadline } from '~/lib/deadline';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { TextArea } from '~/ui/Field';
import { Receipt } from '~/ui/Receipt';
import { Said } from '~/ui/Said';
import type { Action } from './actions';
import { backLine, cancelTerms, feeLabel, isPaid, owedPercent, saidTerms, type SaidTerms } from './policy';
import { SeriesScope } from './SeriesScope';
import type { Scope } from './series';
import { useAnswer } from './useAnswer';
import { useCount } from './useSeries';
import { firstName, statusOf, withWhom, type Side } from './view';
import { REASON_MAX, t } from './words';

/** What was paid comes back; what was not is not owed. */
function termsText(key: 'termsFreeUntil' | 'termsFreeNow' | 'termsPart' | 'termsPartUntil' | 'termsNothing' | 'termsProvider', booking: Booking, values: { at?: string; percent?: number; name?: string } = {}): string {
  return t(isPaid(booking) ? key : `${key}Owed`, { ...values, owed: owedPercent(values.percent ?? 0) });
}

function saidText(said: SaidTerms, booking: Booking, side: Side, name: string): string {
  if (statusOf(booking) === 'PENDING') return t('termsFree');
  if (side === 'provider') return termsText('termsProvider', booking, { name });
  const change = said.freeUntil ?? said.nextChangeAt;
  const at = change ? deadline(new Date(change), booking.timeZone) : '';
  if (said.isFree) return at ? termsText('termsFreeUntil', booking, { at }) : termsText('termsFreeNow', booking);
  if (said.refundPercent === 0) return termsText('termsNothing', booking);
  return termsText(at ? 'termsPartUntil' : 'termsPart', booking, { at, percent: said.refundPercent });
}

/** The server's own amounts: the price, what of it comes back, and what is left to bear. */
function CancelReceipt({ said, booking }: { said: SaidTerms; booking: Booking }) {
  const lines = [{ label: t('feePrice'), amountMinor: booking.totalPriceMinor }, backLine(booking, said)];
  return <Receipt lines={lines} totalLabel={feeLabel()} totalMinor={said.feeMinor} currency={booking.currency} />;
}

function cancelTexts(booking: Booking, side: Side, name: string): string[] {
  const said = saidTerms(booking, Date.now());
  if (said) return [saidText(said, booking, side, name), t('cancelTold', { name })];
  const terms = cancelTerms(booking, side, Date.now());
  const told = t('cancelTold', { name });
  switch (terms.kind) {
    case 'free': return [t('termsFree'), told];
    case 'freeUntil': return [termsText('termsFreeUntil', booking, { at: deadline(terms.at, booking.timeZone) }), told];
    case 'part': return [termsText('termsPart', booking, { percent: terms.percent }), told];
    case 'nothing': return [termsText('termsNothing', booking), told];
    case 'providerPaysBack': return [termsText('termsProvider', booking, { name }), told];
  }
}

/** The title of the question, what saying yes means, and its button: for one, for several of a series, or for so many
 * that are still being counted (null). */
export function dialogTexts(action: Action, booking: Booking, side: Side, count: number | null = 1): { title: string; texts: string[]; label: string } {
  const name = firstName(withWhom(booking, side));
  const told = [t('cancelToldMany', { name })];
  if (count === null) return { title: t('cancelTitleSome'), texts: told, label: t('cancelSome') };
  if (count > 1) return { title: t('cancelTitleMany', { count }), texts: told, label: t('cancelMany', { count }) };
  return { ...oneTexts(action, booking, side, name), label: action.label };
}

function oneTexts(action: Action, booking: Booking, side: Side, name: string): { title: string; texts: string[] } {
  switch (action.verb) {
    case 'decline': return { title: t('declineTitle'), texts: [t('declineText', { name })] };
    case 'cancel': return { title: t(statusOf(booking) === 'PENDING' ? 'cancelTitlePending' : 'cancelTitle'), texts: cancelTexts(booking, side, name) };
    case 'revision': return { title: t('revisionTitle'), texts: [t('revisionText', { name })] };
    case 'no-show': return { title: t('noShowTitle'), texts: [t('noShowText', { name })] };
    default: return { title: t('reportTitle'), texts: [t('reportText')] };
  }
}

interface Props {
  action: Action;
  booking: Booking;
  side: Side;
  isBusy: boolean;
  problem: string | null;
  /** It was open before signing in again. */
  isAgain?: boolean | undefined;
  onClose: () => void;
  onGo: (reason: string, scope?: Scope) => void;
}

function Question({ action, booking, side, isBusy, problem, isAgain, onClose, onGo, answer, count }: Props & { answer: ReturnType<typeof useAnswer>; count: number | null }) {
  const { written: { reason, scope }, write, forget } = answer;
  const close = () => { forget(); onClose(); };
  const { title, texts, label } = dialogTexts(action, booking, side, count);
  const said = action.verb === 'cancel' ? saidTerms(booking, Date.now()) : null;
  const isSeries = isOfSeries(action, booking);
  const isOne = !isSeries || scope === 'this';
  const isEnding = action.verb === 'cancel' || action.verb === 'decline' || action.verb === 'no-show';
  const isReasonNeeded = action.verb === 'revision' || action.verb === 'dispute';
  return (
    <Dialog title={title} onClose={close} look="sheet" isAgain={isAgain}>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); onGo(reason.trim(), isSeries ? scope : undefined); }}>
        {isSeries && <SeriesScope booking={booking} side={side} scope={scope} onScope={(next) => write({ reason, scope: next })} />}
        <div class="action-terms">
          {texts.map((text) => <p key={text}>{text}</p>)}
          {isOne && said && <CancelReceipt said={said} booking={booking} />}
        </div>
        <TextArea
          label={t('reason')} hint={t('reasonHint', { name: firstName(withWhom(booking, side)) })} isOptional={!isReasonNeeded} required={isReasonNeeded}
          rows={3} maxLength={REASON_MAX} value={reason} onInput={(event) => write({ reason: event.currentTarget.value, scope })}
        />
        {problem && <p class="problem" role="alert"><Said message={problem} isKept /></p>}
        <div class="ends">
          <Button onClick={close}>{isEnding ? t('keep') : t('back')}</Button>
          <Button type="submit" look={isEnding ? 'danger' : 'go'} isBusy={isBusy}>{isEnding ? label : t('send')}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function SeriesQuestion(props: Props) {
  const answer = useAnswer(props.booking, props.action, props.side);
  return <Question {...props} answer={answer} count={useCount(props.booking, props.side, answer.written.scope)} />;
}

function OneQuestion(props: Props) {
  return <Question {...props} answer={useAnswer(props.booking, props.action, props.side)} count={1} />;
}

const isOfSeries = ({ verb }: Action, { seriesId }: Booking) => verb === 'cancel' && seriesId !== null;

/** What is asked before a verb is done. */
export function ActionDialog(props: Props) {
  return isOfSeries(props.action, props.booking) ? <SeriesQuestion {...props} /> : <OneQuestion {...props} />;
}
