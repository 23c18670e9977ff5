import './RuleBuilder.css';
import { SelectField, TextField } from '~/ui/Field';
import { NTHS, repeatOf, rruleOf, type Repeat, type Rule, type Unit } from './rrule';
import { dateWord, dayName, nthWord } from './say';
import { SpanInput } from './SpanInput';
import { weekdays, type Weekday } from './week';
import { t } from './words';

const units: { value: Unit; label: string }[] = [
  { value: 'week', label: t('unitWeek') },
  { value: 'weekday', label: t('unitWeekday') },
  { value: 'date', label: t('unitDate') },
  { value: 'day', label: t('unitDay') },
  { value: 'year', label: t('unitYear') },
];
const monthDays = [...Array.from({ length: 31 }, (_, index) => index + 1), -1].map((nth) => ({ value: String(nth), label: dateWord(nth) }));
const dayChoices = weekdays.map((day) => ({ value: day, label: dayName(day) }));
const nthChoices = NTHS.map((nth) => ({ value: String(nth), label: nthWord(nth) }));
const endChoices = [{ value: 'never', label: t('endNever') }, { value: 'date', label: t('endDate') }, { value: 'count', label: t('endCount') }];

type Part = { repeat: Repeat; put: (patch: Partial<Repeat>) => void };
const valueOf = (event: Event) => (event.currentTarget as HTMLInputElement).value;
const whole = (event: Event, most: number) => Math.min(most, Math.max(1, Math.trunc(Number(valueOf(event))) || 1));

function Days({ repeat, put }: Part) {
  const toggle = (day: Weekday) => put({ days: weekdays.filter((one) => repeat.days.includes(one) !== (one === day)) });
  return (
    <fieldset class="days">
      <legend class="label">{t('onDays')}</legend>
      {weekdays.map((day) => <label key={day} class="choice"><input type="checkbox" checked={repeat.days.includes(day)} aria-label={dayName(day)} onChange={() => toggle(day)} />{dayName(day, 'short')}</label>)}
    </fieldset>
  );
}

function Which({ repeat, put }: Part) {
  if (repeat.unit === 'week') return <Days repeat={repeat} put={put} />;
  if (repeat.unit === 'date') return <SelectField label={t('dayOfMonth')} choices={monthDays} value={String(repeat.nth)} onChange={(event) => put({ nth: Number(valueOf(event)) })} />;
  if (repeat.unit !== 'weekday') return null;
  return (
    <>
      <SelectField label={t('which')} choices={nthChoices} value={String(repeat.nth)} onChange={(event) => put({ nth: Number(valueOf(event)) })} />
      <SelectField label={t('weekday')} choices={dayChoices} value={repeat.days[0] ?? 'MO'} onChange={(event) => put({ days: [valueOf(event) as Weekday] })} />
    </>
  );
}

function End({ repeat, put, from }: Part & { from: string }) {
  const end = repeat.until ? 'date' : repeat.count > 0 ? 'count' : 'never';
  const turn = (to: string) => put({ until: to === 'date' ? from : '', count: to === 'count' ? 10 : 0 });
  return (
    <>
      <SelectField label={t('until')} choices={endChoices} value={end} onChange={(event) => turn(valueOf(event))} />
      {end === 'date' && <TextField type="date" label={t('lastDate')} min={from} value={repeat.until} onInput={(event) => { if (valueOf(event)) put({ until: valueOf(event) }); }} />}
      {end === 'count' && <TextField type="number" label={t('howOften')} min={1} max={10000} value={repeat.count} onChange={(event) => put({ count: whole(event, 10000) })} />}
    </>
  );
}

/** A rule in plain words; what it becomes stands over it as a sentence. */
export function RuleBuilder({ rule, name, onChange }: { rule: Rule; name: string; onChange: (rule: Rule, what?: string) => void }) {
  const repeat = repeatOf(rule.rrule, rule.from);
  if (!repeat) return null;
  const put = (patch: Partial<Repeat>) => {
    const next = { ...repeat, ...patch };
    // What one unit asks for may mean nothing in another.
    if (patch.unit) next.nth = patch.unit === 'date' ? Number(rule.from.slice(8)) || 1 : 1;
    if (patch.unit && next.days.length === 0) next.days = ['MO'];
    onChange({ ...rule, rrule: rruleOf(next) });
  };
  return (
    <div class="rule-builder">
      <SelectField label={t('repeats')} data-first="" choices={units} value={repeat.unit} onChange={(event) => put({ unit: valueOf(event) as Unit })} />
      <TextField type="number" label={t('every')} min={1} max={99} value={repeat.every} onChange={(event) => put({ every: whole(event, 99) })} />
      <TextField type="date" label={t('begins')} value={rule.from} onInput={(event) => onChange({ ...rule, from: valueOf(event) }, 'from')} />
      <Which repeat={repeat} put={put} />
      <fieldset class="opens">
        <legend class="label">{t('opens')}</legend>
        <SpanInput span={rule} name={name} onChange={({ start, end }) => onChange({ ...rule, start, end }, 'span')} />
      </fieldset>
      <End repeat={repeat} put={put} from={rule.from} />
    </div>
  );
}
