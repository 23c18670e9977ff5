import './Chips.css';
import type { ComponentChildren } from 'preact';

export interface Chip {
  value: string;
  label: string;
  hint?: string;
  /** What is heard in place of label and hint. */
  spoken?: string;
}

interface Props {
  legend: string;
  name: string;
  value: string;
  chips: Chip[];
  onChange: (value: string) => void;
  /** facts: short, in mono, one beside the other; wide: words with a hint. */
  look?: 'facts' | 'wide';
  error?: string;
  isLegendHidden?: boolean;
  children?: ComponentChildren;
}

/** Radio buttons as keys; the chosen one in reverse. Arrows move within, Enter goes on. */
export function Chips({ legend, name, value, chips, onChange, look = 'facts', error, isLegendHidden, children }: Props) {
  const errorId = `${name}-error`;
  return (
    <fieldset class={`chip-keys ${look === 'wide' ? 'wide' : 'facts even'}`} aria-describedby={error ? errorId : undefined} data-invalid={error ? '' : undefined}>
      <legend class={isLegendHidden ? 'vh' : 'label'}>{legend}</legend>
      <div class="keys">
        {chips.map((chip) => (
          <label key={chip.value} class="key">
            <input
              type="radio" name={name} value={chip.value} checked={chip.value === value} aria-label={chip.spoken}
              aria-invalid={error ? 'true' : undefined} aria-describedby={error ? errorId : undefined} onChange={() => onChange(chip.value)}
            />
            <span class="name">{chip.label}</span>
            {chip.hint && <span class="hint">{chip.hint}</span>}
          </label>
        ))}
      </div>
      {children}
      {error && <p class="problem" id={errorId}>{error}</p>}
    </fieldset>
  );
}
