import './OutsideNote.css';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '~/ui/Button';
import type { Draft, Section } from './draft';
import type { Clash } from './edits';
import { dateName, dayName, saySpans } from './say';
import type { HoursForm } from './useDraft';
import type { Weekday } from './week';
import { t } from './words';

const names: Record<Section, 'zone' | 'weekTitle' | 'exceptions' | 'timeOff' | 'rules'> = {
  timeZone: 'zone', week: 'weekTitle', exceptions: 'exceptions', timeOff: 'timeOff', rules: 'rules',
};

const isByDay = ({ section }: Clash) => section === 'week' || section === 'exceptions';
const sayPiece = (section: Section, piece: string) => (section === 'week' ? dayName(piece as Weekday) : dateName(piece));

/** "Every week (Monday, Thursday)", "Time off" */
function sayClash(clash: Clash): string {
  const name = t(names[clash.section]);
  return isByDay(clash) ? t('clashDays', { section: name, days: clash.pieces.map((piece) => sayPiece(clash.section, piece)).join(', ') }) : name;
}

/** A date that does not differ any more is as every week. */
function sayHours(draft: Draft, section: Section, piece: string): string {
  const spans = section === 'week' ? draft.week[piece as Weekday] : draft.exceptions.find(({ date }) => date === piece)?.intervals;
  return spans ? saySpans(spans) : t('clashUsual');
}

/** What stands here and what was saved there, a line a day. */
function Both({ form: { clashes, draft, theirs } }: { form: HoursForm }) {
  const days = clashes.filter(isByDay).flatMap(({ section, pieces }) => pieces.map((piece) => ({ section, piece })));
  if (days.length === 0) return null;
  return (
    <ul>
      {days.map(({ section, piece }) => (
        <li key={section + piece}>
          <b>{sayPiece(section, piece)}</b>
          <span class="mono sm">{t('clashMine', { spans: sayHours(draft, section, piece) })}</span>
          <span class="mono sm">{t('clashTheirs', { spans: sayHours(theirs, section, piece) })}</span>
        </li>
      ))}
    </ul>
  );
}

/** Two devices changed the same: neither is written over without a word. */
export function ClashNote({ form, onSettled }: { form: HoursForm; onSettled: () => void }) {
  const { clashes, clashesMet } = form;
  const box = useRef<HTMLElement>(null);
  const told = useRef(0);
  // Saving leads here, and what merely arrives leaves the hands where they are.
  useEffect(() => {
    if (!box.current || clashesMet === told.current) return;
    told.current = clashesMet;
    box.current.focus();
  });
  if (clashes.length === 0) return null;
  return (
    <section class="outside-note clash" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('clash', { sections: clashes.map(sayClash).join(', ') })}</h2>
      <Both form={form} />
      <p>{t('clashText')}</p>
      <div class="row">
        <Button size="small" onClick={() => { onSettled(); form.keepMine(); }}>{t('clashKeep')}</Button>
        <Button size="small" onClick={() => { onSettled(); form.takeTheirs(); }}>{t('clashTake')}</Button>
      </div>
    </section>
  );
}
