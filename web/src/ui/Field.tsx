import './Field.css';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Said } from './Said';
import { t } from './words';

interface FieldProps {
  label: string;
  hint?: string;
  error?: string;
  isOptional?: boolean;
  class?: string;
}
interface Wiring {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

/** Label, control, hint and problem, wired for those who hear the page. */
export function Field({ label, hint, error, isOptional, class: extra, children }: FieldProps & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const wiring: Wiring = { id, ...(described && { 'aria-describedby': described }), ...(error && { 'aria-invalid': 'true' as const }) };
  return (
    <div class={`field ${extra ?? ''}`} data-invalid={error ? '' : undefined}>
      <label for={id}>{label}{isOptional && <span class="muted xs"> ({t('optional')})</span>}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {children(wiring)}
      {error && <p class="problem" id={`${id}-error`}>{error}</p>}
    </div>
  );
}

type Input = Omit<JSX.HTMLAttributes<HTMLInputElement>, 'label' | 'class'> & {
  type?: string; value?: string | number; name?: string; autocomplete?: string; placeholder?: string; required?: boolean;
  min?: string | number; max?: string | number; step?: string | number; maxLength?: number; minLength?: number; inputMode?: string; disabled?: boolean; readOnly?: boolean;
};
export function TextField({ label, hint, error, isOptional, class: extra, ...input }: FieldProps & Input) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional} class={extra}>
      {(wiring) => <input type="text" {...(input as JSX.HTMLAttributes<HTMLInputElement>)} {...wiring} />}
    </Field>
  );
}

type Area = Omit<JSX.HTMLAttributes<HTMLTextAreaElement>, 'label' | 'class'> & {
  value?: string; name?: string; rows?: number; maxLength?: number; placeholder?: string; required?: boolean;
};
export function TextArea({ label, hint, error, isOptional, class: extra, ...area }: FieldProps & Area) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional} class={extra}>
      {(wiring) => <textarea rows={4} {...(area as JSX.HTMLAttributes<HTMLTextAreaElement>)} {...wiring} />}
    </Field>
  );
}

type Choice = { value: string; label: string };
type SelectInput = Omit<JSX.HTMLAttributes<HTMLSelectElement>, 'label' | 'class'> & { value?: string; name?: string; required?: boolean; disabled?: boolean };
export function SelectField({ label, hint, error, isOptional, class: extra, choices, ...select }: FieldProps & SelectInput & { choices: readonly Choice[] }) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional} class={extra}>
      {(wiring) => (
        <select {...(select as JSX.HTMLAttributes<HTMLSelectElement>)} {...wiring}>
          {choices.map((choice) => <option key={choice.value} value={choice.value} selected={choice.value === select.value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  );
}

/** A radio button or check box with its words; `count` stands at the end of the line. */
export function Option({ label, count, hint, ...input }: { label: string; count?: number; hint?: string } & Omit<JSX.HTMLAttributes<HTMLInputElement>, 'label'> & {
  type: 'radio' | 'checkbox'; name?: string; value?: string; checked?: boolean; disabled?: boolean;
}) {
  return (
    <label class="opt">
      <input {...(input as JSX.HTMLAttributes<HTMLInputElement>)} />
      <span>{label}{hint && <span class="hint">{hint}</span>}</span>
      {count !== undefined && <span class="n mono xs">{count}</span>}
    </label>
  );
}

/** After a refused form: what is wrong, each a way to its field; takes the focus. */
export function FormProblem({ message, fields = [], isKept }: { message?: string; isKept?: boolean; fields?: { field: string; message: string }[] }) {
  const box = useRef<HTMLDivElement>(null);
  const said = [message, ...fields.map((one) => one.message)].join('\n');
  // Once for what is said, and not again while somebody types to put it right.
  useEffect(() => box.current?.focus(), [said]);
  if (!message && fields.length === 0) return null;
  // The server's sentence about one field is that field's own: it is said once.
  const only = fields.length === 1 && message?.endsWith(fields[0]!.message) ? fields[0]!.message : null;
  return (
    <div class="form-problem" role="alert" tabIndex={-1} ref={box}>
      <strong><Said message={only ?? (message || t('problems'))} isKept={isKept} /></strong>
      {fields.length > 0 && !only && <ul>{fields.map((problem) => <li key={problem.field}>{problem.message}</li>)}</ul>}
    </div>
  );
}
