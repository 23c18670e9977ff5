import './SpanInput.css';
import { useId, useState } from 'preact/hooks';
import { Button, IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { saySpan } from './say';
import { TimeInput } from './TimeInput';
import { crossesMidnight, type Span } from './week';
import { t } from './words';

interface Props {
  span: Span;
  /** Whose hours they are, for those who hear it. */
  name: string;
  error?: string;
  onChange: (span: Span) => void;
  onRemove?: () => void;
  onJoin?: () => void;
}

/** What the two times alone do not say. */
function after(span: Span): string | null {
  if (!crossesMidnight(span)) return null;
  return t(span.start === span.end ? 'wholeDay' : 'nextDay', { time: span.end });
}

/** From … to …, with a way to take it away. */
export function SpanInput({ span, name, error, onChange, onRemove, onJoin }: Props) {
  const id = useId();
  const [isOdd, setOdd] = useState({ start: false, end: false });
  const problem = isOdd.start || isOdd.end ? t('noTime') : error;
  const wiring = { error: Boolean(error), describedBy: problem ? id : undefined };
  const oddAt = (name: keyof Span) => (odd: boolean) => setOdd((before) => ({ ...before, [name]: odd }));
  const note = after(span);
  return (
    <div class="span-input" data-invalid={problem ? '' : undefined}>
      <span class="pair-of-times">
        <TimeInput label={`${name}: ${t('from')}`} value={span.start} isFirst {...wiring} onOdd={oddAt('start')} onChange={(start) => onChange({ ...span, start })} />
        <span class="muted sm">{t('to')}</span>
        <TimeInput label={`${name}: ${t('to')}`} value={span.end === '00:00' ? '24:00' : span.end} isEnd {...wiring} onOdd={oddAt('end')} onChange={(end) => onChange({ ...span, end })} />
        {onRemove && <IconButton data-remove="" label={t('removeHours', { span: saySpan(span), day: name })} onClick={onRemove}><Icon name="close" size={18} /></IconButton>}
      </span>
      {note && <span class="note xs muted">{note}</span>}
      {problem && (
        <span class="problem sm">
          <span id={id}>{problem}</span>
          {onJoin && <Button size="small" onClick={onJoin}>{t('join')}</Button>}
        </span>
      )}
    </div>
  );
}
