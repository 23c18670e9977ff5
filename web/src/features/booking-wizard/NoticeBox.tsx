import './NoticeBox.css';
import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { formatMoney } from '~/lib/money';
import { firstName } from '~/lib/names';
import { formatHours } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Instead } from './Instead';
import { SeriesClash } from './SeriesClash';
import type { Meaning } from './refusals';
import type { Wizard } from './useWizard';
import { WhyTaken } from './WhyTaken';
import { shortTime } from './when';
import { t } from './words';

function sentence(meaning: Meaning, wizard: Wizard, start: string): string {
  const name = firstName(wizard.provider.displayName);
  switch (meaning.kind) {
    case 'time': return `${t(meaning.sentence, { name, time: shortTime(start, wizard.zone), hours: formatHours(meaning.hours ?? 0) })} ${t('answersKept')}`;
    case 'price': return meaning.quote ? t('priceChanged', { total: formatMoney(meaning.quote.totalMinor, meaning.quote.currency) }) : t('priceChangedUnknown');
    case 'signIn': return t('signInText');
    case 'service': return t('serviceGone');
    case 'away': return t('awayText');
    case 'wait': return t('waitText');
    case 'sentBefore': return t('sentBeforeLost');
    case 'no': return meaning.message;
    case 'fields': case 'series': return '';
  }
}

function Box({ tone, children }: { tone: 'wait' | 'bad'; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return <div class={`notice ${tone}`} role="alert" tabIndex={-1} ref={box}>{children}</div>;
}

/** What the server said to the last try, where it can be mended. */
export function NoticeBox({ wizard }: { wizard: Wizard }) {
  const { notice, step, isStartFree, go, draft, zone, holding, before, service } = wizard;
  const isTaken = notice?.meaning.kind === 'time' && notice.meaning.sentence === 'slotTaken';
  if (notice && notice.meaning.kind !== 'fields' && notice.meaning.step === step)
    return (
      <Box key={`${notice.meaning.kind}${notice.start}`} tone={notice.meaning.kind === 'no' ? 'bad' : 'wait'}>
        {notice.meaning.kind === 'series' ? <SeriesClash clashes={notice.meaning.clashes} wizard={wizard} /> : <p>{sentence(notice.meaning, wizard, notice.start)}</p>}
        {isTaken && service && draft.hours !== null && <WhyTaken wizard={wizard} service={service} hours={draft.hours} start={notice.start} />}
        {notice.meaning.kind === 'time' && <Instead wizard={wizard} start={notice.start} found={notice.meaning.alternatives} />}
        {notice.meaning.kind === 'sentBefore' && <p><a href="/booking/manage">{t('seeBooking')}</a></p>}
      </Box>
    );
  if (before && step <= 2 && !draft.start)
    return <div class="notice wait" role="status"><p>{t('bookedBefore', { time: shortTime(before.start, zone) })} <a href={`/booking/manage/${before.id}`}>{t('seeBooking')}</a></p></div>;
  if (step === 4 && draft.intent && !wizard.isSending) return <div class="notice wait" role="status"><p>{t('unanswered')}</p></div>;
  if (isStartFree === false && step > 1 && !wizard.isNothingFree)
    return (
      <div class="notice wait" role="status">
        <p>{t('startGone', { time: shortTime(draft.start, zone), hours: formatHours(draft.hours ?? 0) })}</p>
        {step === 2 ? <Instead wizard={wizard} start={draft.start} /> : <p><Button size="small" onClick={() => go(2)}>{t('chooseAnother')}</Button></p>}
      </div>
    );
  if (holding.state === 'over' && step > 1)
    return (
      <div class="notice wait">
        <p>{t('holdOver', { time: shortTime(draft.start, zone) })} {t('holdOverText')}</p>
        <p><Button onClick={holding.again}>{t('holdAgain')}</Button></p>
        <Instead wizard={wizard} start={draft.start} />
      </div>
    );
  return null;
}
