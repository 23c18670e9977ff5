import { Button } from '~/ui/Button';
import { Chips } from '~/ui/Chips';
import { TextField } from '~/ui/Field';
import type { ExceptionKind } from './copyWeek';
import { saySpans } from './say';
import type { Span } from './week';
import { t } from './words';

interface Props {
  date: string;
  kind: ExceptionKind;
  today: string;
  usual: Span[];
  isKnown: boolean;
  onDate: (date: string) => void;
  onKind: (kind: ExceptionKind) => void;
  onAdd: () => void;
}

/** Which day, and what it is; on a day that is closed anyway only closed and extra mean something. */
export function ExceptionAdd({ date, kind, today, usual, isKnown, onDate, onKind, onAdd }: Props) {
  const chips = [
    { value: 'closed', label: t('kindClosed') },
    ...(usual.length > 0 ? [{ value: 'other', label: t('kindOther') }] : []),
    { value: 'extra', label: t('kindExtra') },
  ];
  return (
    <div class="exception-add">
      <TextField
        type="date" label={t('date')} hint={date ? t('usually', { spans: saySpans(usual) }) : undefined} min={today} value={date}
        error={isKnown ? t('dateKnown') : undefined} onInput={(event) => onDate(event.currentTarget.value)}
      />
      <Chips legend={t('kindLegend')} name="exception-kind" value={kind} chips={chips} look="wide" onChange={(value) => onKind(value as ExceptionKind)} />
      <div><Button size="small" data-add-row="" disabled={!date || isKnown} onClick={onAdd}>{t('addException')}</Button></div>
    </div>
  );
}
