import type { ComponentChildren } from 'preact';
import { saySpanProblem } from './draft';
import { joinSpans, type SpanProblem } from './spans';
import { SpanInput } from './SpanInput';
import { useFocusAfter } from './useFocusAfter';
import type { Span } from './week';
import { t } from './words';

interface Props {
  name: string;
  spans: Span[];
  problems: (SpanProblem | null)[];
  /** Until saving is tried, what is merely not filled in yet is no problem. */
  isChecked: boolean;
  nameBefore?: string;
  onChange: (spans: Span[], what?: string) => void;
  children: (focusNext: (selector: string) => void) => ComponentChildren;
}

/** The intervals of a day, one below the other or side by side, and what adds to them. */
export function SpanList({ name, spans, problems, isChecked, nameBefore, onChange, children }: Props) {
  const { box, focusNext } = useFocusAfter<HTMLDivElement>();
  const errorOf = (index: number) => {
    const problem = problems[index];
    return problem && (problem.code !== 'missing' || isChecked) ? saySpanProblem(problem, nameBefore) : undefined;
  };
  return (
    <div class="span-list" ref={box}>
      {spans.length === 0 && <span class="is-closed muted sm">{t('closed')}</span>}
      {spans.map((span, index) => {
        const problem = problems[index];
        return (
          <SpanInput
            key={index} span={span} name={index === 0 ? name : `${name}, ${index + 1}`} error={errorOf(index)}
            onChange={(next) => onChange(spans.map((one, at) => (at === index ? next : one)), `${name} ${index}`)}
            onRemove={() => {
              focusNext(spans.length > 1 ? '[data-remove]' : '[data-add]');
              onChange(spans.filter((_, at) => at !== index));
            }}
            onJoin={problem?.code === 'overlap' && problem.day === 'same' ? () => { focusNext('[data-start]'); onChange(joinSpans(spans)); } : undefined}
          />
        );
      })}
      {children(focusNext)}
    </div>
  );
}
