import { IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { crossesMidnight, type Span } from './hours';
import { t } from './words';

// A time input knows no 24:00; midnight at the end of a day is written so to the server.
const shown = (time: string) => (time === '24:00' ? '00:00' : time);
const meant = (time: string) => (time === '00:00' ? '24:00' : time);

/** From … to …, with a way to take it away. `day` is for those who hear it. */
export function SpanInput({ span, day, onChange, onRemove }: { span: Span; day: string; onChange: (span: Span) => void; onRemove?: () => void }) {
  const value = (event: Event) => (event.currentTarget as HTMLInputElement).value;
  return (
    <div class="span">
      <input type="time" step={300} required aria-label={`${day}: ${t('from')}`} value={span.start} onChange={(event) => onChange({ ...span, start: value(event) })} />
      <span class="muted sm">{t('to')}</span>
      <input type="time" step={300} required aria-label={`${day}: ${t('to')}`} value={shown(span.end)} onChange={(event) => onChange({ ...span, end: meant(value(event)) })} />
      {crossesMidnight(span) && <span class="xs muted">{t('nextDay')}</span>}
      {onRemove && <IconButton label={t('removeHours', { from: span.start, to: span.end, day })} onClick={onRemove}><Icon name="trash" /></IconButton>}
    </div>
  );
}
