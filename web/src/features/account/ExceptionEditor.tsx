import { useState } from 'preact/hooks';
import { addDays, dayKey, longDay } from '~/lib/time';
import { Button, IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Option } from '~/ui/Field';
import type { DateException } from './hours';
import { SpanInput } from './SpanInput';
import { t } from './words';

const noon = (date: string) => `${date}T12:00:00Z`;

function ExceptionRow({ exception, onChange, onRemove }: { exception: DateException; onChange: (next: DateException) => void; onRemove: () => void }) {
  const name = longDay(noon(exception.date), 'UTC');
  const span = exception.intervals[0];
  return (
    <li>
      <span class="grow"><b>{name}</b> <span class="mono xs muted">{exception.date}</span></span>
      <Option type="checkbox" label={t('allDay')} checked={!span} onChange={() => onChange({ ...exception, intervals: span ? [] : [{ start: '10:00', end: '14:00' }] })} />
      {exception.intervals.map((one, index) => (
        <SpanInput
          key={index} day={name} span={one}
          onChange={(next) => onChange({ ...exception, intervals: exception.intervals.map((other, at) => (at === index ? next : other)) })}
        />
      ))}
      <IconButton label={t('removeException', { date: name })} onClick={onRemove}><Icon name="trash" /></IconButton>
    </li>
  );
}

export function ExceptionEditor({ exceptions, zone, onChange }: { exceptions: DateException[]; zone: string; onChange: (list: DateException[]) => void }) {
  const today = dayKey(Date.now(), zone);
  const [date, setDate] = useState(addDays(today, 7));
  const isKnown = exceptions.some((one) => one.date === date);
  const add = () => onChange([...exceptions, { date, intervals: [] }].sort((a, b) => a.date.localeCompare(b.date)));
  return (
    <>
      <ul class="list hours-list">
        {exceptions.map((exception) => (
          <ExceptionRow
            key={exception.date} exception={exception}
            onChange={(next) => onChange(exceptions.map((one) => (one.date === next.date ? next : one)))}
            onRemove={() => onChange(exceptions.filter((one) => one.date !== exception.date))}
          />
        ))}
      </ul>
      <div class="row">
        <input type="date" aria-label={t('date')} min={today} value={date} onInput={(event) => setDate(event.currentTarget.value)} />
        <Button size="small" disabled={!date || isKnown} onClick={add}>{t('addException')}</Button>
      </div>
    </>
  );
}
