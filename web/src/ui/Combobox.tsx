import './Combobox.css';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

export interface Choice {
  key: string;
  label: string;
  hint?: string;
}
interface Props<C extends Choice> {
  text: string;
  choices: C[];
  onText: (text: string) => void;
  onPick: (choice: C) => void;
  input?: JSX.HTMLAttributes<HTMLInputElement> & { placeholder?: string; name?: string; autocomplete?: string; required?: boolean; 'aria-label'?: string };
}

/** A text input with suggestions (ARIA combobox, list autocomplete): arrows, Enter, Escape, or a finger. */
export function Combobox<C extends Choice>({ text, choices, onText, onPick, input }: Props<C>) {
  const id = useId();
  const [isOpen, open] = useState(false);
  const [at, setAt] = useState(-1);
  const isShown = isOpen && choices.length > 0;
  const pick = (choice: C) => {
    onPick(choice);
    open(false);
    setAt(-1);
  };
  const move = (step: number) => {
    open(true);
    setAt((before) => (choices.length === 0 ? -1 : (before + step + choices.length + (before < 0 && step < 0 ? 1 : 0)) % choices.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const choice = choices[at];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && isShown && choice) pick(choice);
    else if (event.key === 'Escape' && isShown) open(false);
    else return;
    event.preventDefault();
  };
  return (
    <span class="combobox">
      <input
        autocomplete="off" {...input} type="text" value={text} role="combobox" aria-expanded={isShown} aria-controls={`${id}-list`} aria-autocomplete="list"
        aria-activedescendant={isShown && at >= 0 ? `${id}-${at}` : undefined} onKeyDown={onKeyDown}
        onInput={(event) => {
          onText(event.currentTarget.value);
          setAt(-1);
          open(true);
        }}
        onBlur={() => open(false)}
      />
      <span id={`${id}-list`} role="listbox" class="choices" hidden={!isShown} aria-label={input?.['aria-label'] ?? input?.placeholder ?? input?.name ?? 'choices'}>
        {isShown && choices.map((choice, index) => (
          // The press comes before the blur, which would close the list under the finger.
          <span key={choice.key} id={`${id}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => { event.preventDefault(); pick(choice); }}>
            {choice.label}{choice.hint && <span class="muted xs"> {choice.hint}</span>}
          </span>
        ))}
      </span>
    </span>
  );
}
