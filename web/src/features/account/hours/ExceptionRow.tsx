import { Button, IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Tag, type Tone } from '~/ui/Tag';
import { kindOf, type ExceptionKind } from './copyWeek';
import { dateName, saySpans } from './say';
import { problemsOf } from './spans';
import { SpanList } from './SpanList';
import { nextSpan, type DateException, type Span } from './week';
import { t } from './words';

const looks: Record<ExceptionKind, [Tone, string, 'kindClosed' | 'kindOther' | 'kindExtra']> = {
  closed: ['bad', '×', 'kindClosed'],
  other: ['live', '≠', 'kindOther'],
  extra: ['go', '+', 'kindExtra'],
};

interface Props {
  exception: DateException;
  usual: Span[];
  isChecked: boolean;
  error?: string;
  onChange: (next: DateException, what?: string) => void;
  onRemove: () => void;
}

/** One date: what kind it is, its hours, and the way back to the usual ones. */
export function ExceptionRow({ exception, usual, isChecked, error, onChange, onRemove }: Props) {
  const { date, intervals } = exception;
  const name = dateName(date);
  const [tone, glyph, kind] = looks[kindOf(intervals, usual)];
  return (
    <li data-date={date}>
      <div class="head">
        <h4>{name}</h4>
        <Tag tone={tone} glyph={glyph}>{t(kind)}</Tag>
        <IconButton data-remove-row="" label={t('removeException', { date: name })} onClick={onRemove}><Icon name="trash" size={18} /></IconButton>
      </div>
      <SpanList name={name} spans={intervals} problems={problemsOf(intervals)} isChecked={isChecked} onChange={(next, what) => onChange({ date, intervals: next }, what)}>
        {(focusNext) => (
          <span class="tools">
            <Button size="small" look="quiet" data-add="" aria-label={t('addHours', { day: name })} onClick={() => { focusNext('[data-start]'); onChange({ date, intervals: [...intervals, nextSpan(intervals)] }); }}>
              <Icon name="plus" size={18} />{t('add')}
            </Button>
            {intervals.length > 0 && <Button size="small" look="quiet" aria-label={t('closeDay', { date: name })} onClick={() => { focusNext('[data-add]'); onChange({ date, intervals: [] }); }}>{t('kindClosed')}</Button>}
          </span>
        )}
      </SpanList>
      <p class="xs muted">{t('usually', { spans: saySpans(usual) })}</p>
      {error && <p class="row-problem">{error}</p>}
    </li>
  );
}
