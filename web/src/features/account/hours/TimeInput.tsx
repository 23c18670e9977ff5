import './TimeInput.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { stepped, timeFrom } from './clock';

interface Props {
  value: string;
  /** An end may be 24:00. */
  isEnd?: boolean;
  label?: string;
  id?: string;
  error?: boolean;
  describedBy?: string;
  isFirst?: boolean;
  onChange: (time: string) => void;
  /** Whether what was typed is no time: it stays to be mended, and nothing is saved of it. */
  onOdd?: (isOdd: boolean) => void;
}
const looksDone = /^\d\d:\d\d$/;

/** A time of day, typed as one likes and shown as 09:30; up and down move it by a quarter of an hour. */
export function TimeInput({ value, isEnd = false, label, id, error, describedBy, isFirst, onChange, onOdd }: Props) {
  const [typed, type] = useState<string | null>(null);
  const [isOdd, setOdd] = useState(false);
  const tell = (next: boolean) => {
    if (next === isOdd) return;
    setOdd(next);
    onOdd?.(next);
  };
  // A time that comes from elsewhere (undo, the track) stands in place of what was typed: before the next key is.
  const shown = useRef(value);
  useLayoutEffect(() => {
    if (value === shown.current) return;
    shown.current = value;
    if (!value) return;
    type(null);
    tell(false);
  }, [value]);
  const settle = (text: string) => {
    const time = timeFrom(text, isEnd);
    if (time !== null) type(null);
    tell(time === null && text.trim() !== '');
    if ((time ?? '') !== value) onChange(time ?? '');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (event.key === 'Enter') settle((event.currentTarget as HTMLInputElement).value);
    if (steps === 0) return;
    event.preventDefault();
    type(null);
    tell(false);
    onChange(stepped(typed === null ? value : (timeFrom(typed, isEnd) ?? value), steps, isEnd));
  };
  return (
    <input
      type="text" class="time-input" inputMode="decimal" autocomplete="off" maxLength={8} placeholder="--:--" id={id} aria-label={label} data-start={isFirst ? '' : undefined}
      value={typed ?? value} aria-invalid={error || isOdd ? 'true' : undefined} aria-describedby={describedBy} onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.select()} onBlur={(event) => { if (typed !== null) settle(event.currentTarget.value); }}
      onInput={(event) => {
        const text = event.currentTarget.value;
        type(text);
        if (looksDone.test(text)) settle(text);
      }}
    />
  );
}
