import { useState } from 'preact/hooks';
import { Field } from '~/ui/Field';
import { TimeInput } from './TimeInput';
import { instantOf, wallOf } from './timeOff';
import { t } from './words';

interface Props {
  label: string;
  value: string; // an instant; "" while it is not whole
  zone: string;
  isEnd: boolean;
  error?: string;
  onChange: (instant: string) => void;
}

/** A day and a time by the wall of the zone, as one instant. */
export function MomentField({ label, value, zone, isEnd, error, onChange }: Props) {
  // What is typed of an instant that is not whole yet.
  const [half, keep] = useState({ date: '', time: '' });
  const [isOdd, setOdd] = useState(false);
  const wall = wallOf(value, zone);
  const shown = wall ? { date: wall.slice(0, 10), time: wall.slice(11) } : half;
  const put = (next: typeof half) => {
    keep(next);
    onChange(next.date && next.time ? instantOf(`${next.date}T${next.time}`, zone) : '');
  };
  return (
    <Field label={label} error={isOdd ? t('noTime') : error}>
      {(wiring) => (
        <span class="moment">
          <input type="date" {...wiring} value={shown.date} onInput={(event) => put({ ...shown, date: event.currentTarget.value })} />
          <TimeInput value={shown.time} isEnd={isEnd} label={`${label}: ${shown.date}`} error={Boolean(error)} describedBy={wiring['aria-describedby']} onOdd={setOdd} onChange={(time) => put({ ...shown, time })} />
        </span>
      )}
    </Field>
  );
}
