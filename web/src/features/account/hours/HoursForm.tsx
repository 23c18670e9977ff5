import './HoursForm.css';
import { FormProblem } from '~/ui/Field';
import { problemsOfDraft } from './draft';
import { ClashNote } from './ClashNote';
import { Exceptions } from './Exceptions';
import { LeaveGuard } from './LeaveGuard';
import { NextWeeks } from './NextWeeks';
import { OutsideNote } from './OutsideNote';
import { Rules } from './Rules';
import { SaveBar } from './SaveBar';
import { TimeOffEditor } from './TimeOffEditor';
import { useDraft } from './useDraft';
import { useFocusAfter } from './useFocusAfter';
import type { Hours } from './week';
import { WeekEditor } from './WeekEditor';
import { t } from './words';
import { ZonePanel } from './ZonePanel';

/** All that opens and closes somebody's time, saved at once. */
export function HoursForm({ hours, owner }: { hours: Hours; owner: string }) {
  const form = useDraft(hours, owner);
  const { told, refusal } = form;
  const { box, focusNext } = useFocusAfter<HTMLDivElement>();
  const isWrong = told.problems.length > 0 && problemsOfDraft(form.draft, form.base).length > 0;
  return (
    <div class="hours-form stack" ref={box}>
      <p class="muted">{t('text')}</p>
      <OutsideNote outside={form.outside} zone={hours.timeZone} onDone={form.seeOutside} />
      <ClashNote form={form} onSettled={() => focusNext('[data-saved]')} />
      {isWrong && <FormProblem key={told.count} message={t('problems', { count: told.problems.length })} fields={told.problems} />}
      {refusal && <FormProblem message={refusal.message} fields={refusal.fields} isKept />}
      <div class="hours-two">
        <div class="stack">
          <WeekEditor form={form} />
          <Exceptions form={form} />
          <TimeOffEditor form={form} />
          <Rules form={form} />
        </div>
        <aside class="stack" aria-label={t('next')}>
          <NextWeeks zone={hours.timeZone} isChanged={form.isChanged} />
          <ZonePanel form={form} />
        </aside>
      </div>
      <SaveBar form={form} />
      {form.isChanged && <LeaveGuard />}
    </div>
  );
}
