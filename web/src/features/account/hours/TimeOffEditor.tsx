import './TimeOffEditor.css';
import { dayKey } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { Button, IconButton } from '~/ui/Button';
import { Option, TextField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import { refusedAt, sayOffProblem } from './draft';
import { MomentField } from './MomentField';
import { sayTimeOff } from './say';
import { isPast, TIME_OFF_MAX, timeOffProblem, turned, type TimeOff } from './timeOff';
import { useFocusAfter } from './useFocusAfter';
import type { HoursForm } from './useDraft';
import { t } from './words';

interface Props {
  row: TimeOff;
  zone: string;
  today: string;
  error?: string;
  onChange: (next: TimeOff, what?: string) => void;
  onRemove: () => void;
}

function Fields({ row, zone, today, error, onChange }: Omit<Props, 'onRemove'>) {
  const put = (name: 'from' | 'to', value: string) => {
    // A day off usually is one day, until somebody says more.
    const isOne = row.isDays && name === 'from' && (row.to === '' || row.to < value);
    onChange({ ...row, [name]: value, ...(isOne && { to: value }) }, `${name} of time off`);
  };
  const moment = (name: 'from' | 'to', label: string) =>
    row.isDays
      ? <TextField type="date" label={label} data-first={name === 'from' ? '' : undefined} error={name === 'to' ? error : undefined} value={row[name]} onInput={(event) => put(name, event.currentTarget.value)} />
      : <MomentField label={label} value={row[name]} zone={zone} isEnd={name === 'to'} error={name === 'to' ? error : undefined} onChange={(value) => put(name, value)} />;
  return (
    <div class="off-fields">
      {moment('from', t(row.isDays ? 'firstDay' : 'starts'))}
      {moment('to', t(row.isDays ? 'lastDayOff' : 'ends'))}
      <TextField class="note" label={t('note')} hint={t('noteHint')} isOptional maxLength={200} value={row.note} onInput={(event) => onChange({ ...row, note: event.currentTarget.value }, 'note of time off')} />
      <Option type="checkbox" label={t('onlyHours')} checked={!row.isDays} onChange={() => onChange(turned(row, zone, today))} />
    </div>
  );
}

function Row({ onRemove, ...props }: Props) {
  const what = sayTimeOff(props.row, props.zone);
  return (
    <li>
      <div class="head">
        <h3>{what}</h3>
        <IconButton data-remove-row="" label={t('removeTimeOff', { what })} onClick={onRemove}><Icon name="trash" size={18} /></IconButton>
      </div>
      <Fields {...props} />
    </li>
  );
}

/** Closed, whatever the rest opens; notes are the provider's own. */
export function TimeOffEditor({ form }: { form: HoursForm }) {
  const { draft: { timeOff, timeZone }, base, change, isChecked, refusal } = form;
  const now = useNow();
  const today = dayKey(now, timeZone);
  const { box, focusNext } = useFocusAfter<HTMLElement>();
  const put = (list: TimeOff[], what?: string) => change({ timeOff: list }, what);
  const row = (one: TimeOff) => {
    const index = timeOff.indexOf(one);
    const isTold = isChecked || timeOffProblem(one) === 'order';
    return (
      <Row
        key={index} row={one} zone={timeZone} today={today} error={refusedAt(refusal, 'timeOff', index) ?? (isTold ? sayOffProblem(one) : undefined)}
        onChange={(next, what) => put(timeOff.map((each) => (each === one ? next : each)), what && `${index} ${what}`)}
        onRemove={() => { focusNext('[data-remove-row], [data-add-row]'); put(timeOff.filter((each) => each !== one)); }}
      />
    );
  };
  // What is past is folded away, but not under the hands of whoever types a date.
  const past = timeOff.filter((one) => base.timeOff.includes(one) && isPast(one, now, today));
  const coming = timeOff.filter((one) => !past.includes(one));
  const add = () => {
    focusNext('[data-first]');
    put([...timeOff, { isDays: true, from: '', to: '', note: '' }]);
  };
  const isFull = timeOff.length >= TIME_OFF_MAX;
  return (
    <section class="panel time-off" aria-labelledby="hours-off" ref={box}>
      <header>
        <h2 id="hours-off">{t('timeOff')}</h2>
        <Button size="small" data-add-row="" disabled={isFull} onClick={add}>{t('addTimeOff')}</Button>
      </header>
      <p class="sm muted">{isFull ? t('timeOffMost', { count: TIME_OFF_MAX }) : t('timeOffText')}</p>
      {coming.length > 0 ? <ul class="hours-rows">{coming.map(row)}</ul> : <p class="nothing sm muted">{t('timeOffNone')}</p>}
      {past.length > 0 && <details><summary>{t('pastOff', { count: past.length })}</summary><ul class="hours-rows">{past.map(row)}</ul></details>}
    </section>
  );
}
