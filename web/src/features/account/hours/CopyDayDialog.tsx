import './CopyDialog.css';
import { useState } from 'preact/hooks';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Option } from '~/ui/Field';
import { dayName, saySpans } from './say';
import { copyDay, weekdays, type Week, type Weekday } from './week';
import { t } from './words';

export function CopyDayDialog({ week, day, onCopy, onClose }: { week: Week; day: Weekday; onCopy: (week: Week) => void; onClose: () => void }) {
  const [to, choose] = useState<Weekday[]>([]);
  const others = weekdays.filter((one) => one !== day);
  const toggle = (one: Weekday) => choose(to.includes(one) ? to.filter((each) => each !== one) : [...to, one]);
  const copy = (event: Event) => {
    event.preventDefault();
    onCopy(copyDay(week, day, to));
    onClose();
  };
  return (
    <Dialog title={t('copyDayTitle', { day: dayName(day) })} onClose={onClose}>
      <form class="copy-dialog" onSubmit={copy}>
        <p class="sm muted">{t('copyHere', { spans: saySpans(week[day]) })}</p>
        <div class="row">
          <Button size="small" onClick={() => choose(others.filter((one) => one !== 'SA' && one !== 'SU'))}>{t('workdays')}</Button>
          <Button size="small" onClick={() => choose(others)}>{t('allDays')}</Button>
          <Button size="small" look="quiet" onClick={() => choose([])}>{t('noDays')}</Button>
        </div>
        <fieldset>
          <legend class="vh">{t('copyDayTitle', { day: dayName(day) })}</legend>
          {others.map((one) => (
            <div class="pick-row" key={one}>
              <Option type="checkbox" label={dayName(one)} checked={to.includes(one)} onChange={() => toggle(one)} />
              <span class="mono xs muted">{saySpans(week[one])}</span>
            </div>
          ))}
        </fieldset>
        <div class="ends">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="go" disabled={to.length === 0}>{t('copy')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
