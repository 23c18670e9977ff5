import './Exceptions.css';
import { useState } from 'preact/hooks';
import { addDays, dayKey } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { toast } from '~/ui/Toast';
import { Button } from '~/ui/Button';
import { CopyWeekDialog } from './CopyWeekDialog';
import type { ExceptionKind } from './copyWeek';
import { differs, refusedAt } from './draft';
import { ExceptionAdd } from './ExceptionAdd';
import { ExceptionRow } from './ExceptionRow';
import { MonthMarks } from './MonthMarks';
import { useFocusAfter } from './useFocusAfter';
import type { HoursForm } from './useDraft';
import { nextSpan, weekdayOf, type DateException, type Span } from './week';
import { t } from './words';

function intervalsOf(kind: ExceptionKind, usual: readonly Span[]): Span[] {
  if (kind === 'closed') return [];
  return kind === 'other' && usual.length > 0 ? usual.map((span) => ({ ...span })) : [...usual, nextSpan(usual)];
}

export function Exceptions({ form }: { form: HoursForm }) {
  const { draft, base, change, isChecked, refusal } = form;
  const { exceptions, week } = draft;
  const today = dayKey(useNow(), draft.timeZone);
  const [date, setDate] = useState(addDays(today, 7));
  const [kind, setKind] = useState<ExceptionKind>('closed');
  const [isCopying, copy] = useState(false);
  const { box, focusNext } = useFocusAfter<HTMLElement>();
  const usualOn = (day: string) => (day ? week[weekdayOf(day)] : []);
  const usual = usualOn(date);
  const shownKind = kind === 'other' && usual.length === 0 ? 'extra' : kind;
  const put = (list: DateException[], what?: string) => change({ exceptions: list }, what);
  const add = () => {
    focusNext(`[data-date="${date}"] :is([data-start], [data-add])`);
    put([...exceptions, { date, intervals: intervalsOf(shownKind, usual) }].sort((a, b) => a.date.localeCompare(b.date)));
  };
  const pick = (day: string) => {
    if (exceptions.some((one) => one.date === day)) box.current?.querySelector<HTMLElement>(`li[data-date="${day}"] :is(input, [data-add])`)?.focus();
    else setDate(day < today ? today : day);
  };
  const row = (one: DateException) => {
    const index = exceptions.indexOf(one);
    return (
      <ExceptionRow
        key={one.date} exception={one} usual={usualOn(one.date)} isChecked={isChecked} error={refusedAt(refusal, 'exceptions', index)}
        onChange={(next, what) => put(exceptions.map((each) => (each === one ? next : each)), what && `exception ${what}`)}
        onRemove={() => { focusNext('[data-remove-row], [data-add-row]'); put(exceptions.filter((each) => each !== one)); }}
      />
    );
  };
  const past = exceptions.filter((one) => one.date < today);
  const coming = exceptions.filter((one) => one.date >= today);
  return (
    <section class="panel exceptions" aria-labelledby="hours-exceptions" ref={box}>
      <header>
        <h2 id="hours-exceptions">{t('exceptions')}</h2>
        <Button size="small" onClick={() => copy(true)}>{t('copyWeek')}</Button>
      </header>
      <p class="sm muted">{t('exceptionsText')}</p>
      <div class="two">
        <div class="pick">
          <MonthMarks draft={draft} today={today} chosen={date} onDay={pick} />
          <ExceptionAdd date={date} kind={shownKind} today={today} usual={usual} isKnown={exceptions.some((one) => one.date === date)} onDate={setDate} onKind={setKind} onAdd={add} />
        </div>
        <div>
          {coming.length > 0 ? <ul class="hours-rows">{coming.map(row)}</ul> : <p class="nothing sm muted">{t('exceptionsNone')}</p>}
          {past.length > 0 && <details><summary>{t('pastDays', { count: past.length })}</summary><ul class="hours-rows">{past.map(row)}</ul></details>}
        </div>
      </div>
      {isCopying && (
        <CopyWeekDialog
          draft={draft} today={today} rulesChanged={differs(draft, base, 'rules') || differs(draft, base, 'timeZone')} onClose={() => copy(false)}
          onCopy={(list, count) => { put(list); copy(false); toast(t('copied', { count }), 'live'); }}
        />
      )}
    </section>
  );
}
