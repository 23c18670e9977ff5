import './OutsideNote.css';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '~/ui/Button';
import type { Section } from './draft';
import type { Clash } from './edits';
import { dateName, dayName } from './say';
import type { HoursForm } from './useDraft';
import type { Weekday } from './week';
import { t } from './words';

const names: Record<Section, 'zone' | 'weekTitle' | 'exceptions' | 'timeOff' | 'rules'> = {
  timeZone: 'zone', week: 'weekTitle', exceptions: 'exceptions', timeOff: 'timeOff', rules: 'rules',
};

/** "Every week (Monday, Thursday)", "Time off" */
function sayClash({ section, pieces }: Clash): string {
  const name = t(names[section]);
  if (section !== 'week' && section !== 'exceptions') return name;
  const days = pieces.map((piece) => (section === 'week' ? dayName(piece as Weekday) : dateName(piece)));
  return t('clashDays', { section: name, days: days.join(', ') });
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
      <p>{t('clashText')}</p>
      <div class="row">
        <Button size="small" onClick={() => { onSettled(); form.keepMine(); }}>{t('clashKeep')}</Button>
        <Button size="small" onClick={() => { onSettled(); form.takeTheirs(); }}>{t('clashTake')}</Button>
      </div>
    </section>
  );
}
