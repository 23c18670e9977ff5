import './Rules.css';
import { useEffect, useState } from 'preact/hooks';
import { dayKey } from '~/lib/time';
import { Button } from '~/ui/Button';
import { refusedAt, ruleProblem, sayRuleProblem } from './draft';
import { firstRepeat, repeatOf, rruleOf, type Rule } from './rrule';
import { RuleBuilder } from './RuleBuilder';
import { sayRule } from './say';
import { useFocusAfter } from './useFocusAfter';
import type { HoursForm } from './useDraft';
import { t } from './words';

const RULES_MAX = 20;

interface Props {
  rule: Rule;
  isOpen: boolean;
  error?: string;
  onOpen: () => void;
  onChange: (rule: Rule, what?: string) => void;
  onRemove: () => void;
}

function Row({ rule, isOpen, error, onOpen, onChange, onRemove }: Props) {
  const sentence = sayRule(rule);
  const isByHand = repeatOf(rule.rrule, rule.from) === null;
  return (
    <li data-invalid={error ? '' : undefined}>
      <div class="head">
        <h3 class={isByHand ? 'mono' : ''}>{sentence}</h3>
        {isByHand && <span class="xs muted">{t('byHand')}</span>}
        <span class="tools">
          {!isByHand && <Button size="small" look="quiet" data-change="" aria-expanded={isOpen} aria-label={isOpen ? undefined : t('changeRule', { rule: sentence })} onClick={onOpen}>{t(isOpen ? 'done' : 'change')}</Button>}
          <Button size="small" look="quiet" data-remove-row="" aria-label={t('removeRule', { rule: sentence })} onClick={onRemove}>{t('remove')}</Button>
        </span>
      </div>
      {error && <p class="row-problem">{error}</p>}
      {isOpen && <RuleBuilder rule={rule} name={t('rules')} onChange={onChange} />}
    </li>
  );
}

/** What opens beside the week again and again, as sentences. */
export function Rules({ form }: { form: HoursForm }) {
  const { draft: { rules, timeZone }, base, change, isChecked, refusal } = form;
  const [open, setOpen] = useState<number | null>(null);
  const { box, focusNext } = useFocusAfter<HTMLElement>();
  // Once saved, they are sentences again.
  useEffect(() => setOpen(null), [base.rules]);
  const put = (list: Rule[], what?: string) => change({ rules: list }, what);
  const add = () => {
    const from = dayKey(Date.now(), timeZone);
    focusNext('[data-first]');
    setOpen(rules.length);
    put([...rules, { rrule: rruleOf(firstRepeat(from)), from, start: '10:00', end: '14:00' }]);
  };
  const remove = (index: number) => {
    focusNext('[data-remove-row], [data-add-row]');
    setOpen(null);
    put(rules.filter((_, at) => at !== index));
  };
  const toggle = (index: number) => {
    focusNext(open === index ? `li:nth-child(${index + 1}) [data-change]` : '[data-first]');
    setOpen(open === index ? null : index);
  };
  return (
    <section class="panel rules" aria-labelledby="hours-rules" ref={box}>
      <header>
        <h2 id="hours-rules">{t('rules')}</h2>
        <Button size="small" data-add-row="" disabled={rules.length >= RULES_MAX} onClick={add}>{t('addRule')}</Button>
      </header>
      <p class="sm muted">{t('rulesText')}</p>
      {rules.length === 0 && <p class="nothing sm muted">{t('rulesNone')}</p>}
      {rules.length > 0 && (
        <ul class="hours-rows">
          {rules.map((rule, index) => {
            const own = ruleProblem(rule);
            return (
              <Row
                key={index} rule={rule} isOpen={open === index} onOpen={() => toggle(index)} onRemove={() => remove(index)}
                error={refusedAt(refusal, 'rules', index) ?? (isChecked || own === 'days' ? sayRuleProblem(own) : undefined)}
                onChange={(next, what) => put(rules.map((one, at) => (at === index ? next : one)), what && `rule ${index} ${what}`)}
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}
