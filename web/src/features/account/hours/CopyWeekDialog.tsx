import './CopyDialog.css';
import { useMemo, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import { noon } from '~/lib/days';
import { addDays, shortDay } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Option, SelectField } from '~/ui/Field';
import { ErrorState, Skeleton } from '~/ui/States';
import { copyWeek, datesOfWeek, hoursOn, mondayOf, type Plan } from './copyWeek';
import type { Draft } from './draft';
import { dayName, saySpans } from './say';
import { weekdayOf, type DateException } from './week';
import { t } from './words';

const SOURCES = 9; // last week and eight from this one on
const TARGETS = 7; // with the source's own, as many days as can be asked for at a time
const weekName = (monday: string, today: string) =>
  t(monday === mondayOf(today) ? 'thisWeek' : 'weekOf', { from: shortDay(noon(monday), 'UTC'), to: shortDay(noon(addDays(monday, 6)), 'UTC') });

interface Props {
  draft: Draft;
  today: string;
  rulesChanged: boolean;
  onCopy: (exceptions: DateException[], count: number) => void;
  onClose: () => void;
}

function Choice({ draft, occurrences, source, today, onCopy, onClose }: Omit<Props, 'rulesChanged'> & Pick<Plan, 'occurrences'> & { source: string }) {
  const targets = useMemo(() => Array.from({ length: TARGETS }, (_, index) => addDays(source, 7 * (index + 1))).filter((monday) => addDays(monday, 6) >= today), [source, today]);
  const [to, choose] = useState<string[]>([]);
  const plan: Plan = { week: draft.week, exceptions: draft.exceptions, occurrences };
  const chosen = to.filter((monday) => targets.includes(monday));
  const result = copyWeek(plan, source, chosen, today);
  const toggle = (monday: string) => choose(to.includes(monday) ? to.filter((one) => one !== monday) : [...to, monday]);
  const outcome = chosen.length === 0 ? t('copyPick') : result.changed.length === 0 ? t('copyNothing') : t('copyChanges', { count: result.changed.length });
  return (
    <>
      <dl class="mono">
        {datesOfWeek(source).map((date) => <div key={date}><dt>{dayName(weekdayOf(date), 'short')}</dt><dd>{saySpans(hoursOn(plan, date))}</dd></div>)}
      </dl>
      <fieldset>
        <legend class="legend">{t('copyTo')}</legend>
        <div class="row">
          {[1, 3, TARGETS].map((count) => <Button key={count} size="small" onClick={() => choose(targets.slice(0, count))}>{t('copyNext', { count })}</Button>)}
        </div>
        {targets.map((monday) => <div class="pick-row" key={monday}><Option type="checkbox" label={weekName(monday, today)} checked={to.includes(monday)} onChange={() => toggle(monday)} /></div>)}
      </fieldset>
      <p class="sm muted" role="status">{outcome}</p>
      <div class="ends">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" look="go" disabled={result.changed.length === 0} onClick={() => onCopy(result.exceptions, result.changed.length)}>{t('copy')}</Button>
      </div>
    </>
  );
}

/** The hours of one week become those of others, as days that differ. Nothing is saved by it. */
export function CopyWeekDialog({ draft, today, rulesChanged, onCopy, onClose }: Props) {
  const sources = Array.from({ length: SOURCES }, (_, index) => addDays(mondayOf(today), 7 * (index - 1)));
  const [source, from] = useState(sources[1]!);
  const input = { from: source, to: addDays(source, 7 * (TARGETS + 1) - 1) };
  const { data, error, refetch } = useQuery({ queryKey: keyOf('availability.open', input), queryFn: () => api.availability.open.query(input) });
  const isBlocked = rulesChanged && (draft.rules.length > 0 || Boolean(data?.occurrences.length));
  return (
    <Dialog title={t('copyWeekTitle')} onClose={onClose}>
      <form class="copy-dialog" onSubmit={(event) => event.preventDefault()}>
        <p class="sm muted">{t('copyWeekText')}</p>
        <SelectField label={t('copyFrom')} value={source} choices={sources.map((monday) => ({ value: monday, label: weekName(monday, today) }))} onChange={(event) => from(event.currentTarget.value)} />
        {isBlocked && <p class="sm" role="status">{t('copyRules')}</p>}
        {!isBlocked && data && <Choice draft={draft} today={today} source={source} occurrences={data.occurrences} onCopy={onCopy} onClose={onClose} />}
        {!isBlocked && !data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton count={1} lines={6} />)}
      </form>
    </Dialog>
  );
}
