import './WeekEditor.css';
import { useState } from 'preact/hooks';
import { formatHours } from '~/lib/time';
import { Button, IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { CopyDayDialog } from './CopyDayDialog';
import { dayName } from './say';
import { joinSpans, minutesOf, problemsOfDay, weekMinutes } from './spans';
import { SpanList } from './SpanList';
import { Track } from './Track';
import type { HoursForm } from './useDraft';
import { dayBefore, nextSpan, weekdays, type Span, type Weekday } from './week';
import { t } from './words';

const ticks = [0, 3, 6, 9, 12, 15, 18, 21, 24];

function Axis() {
  return (
    <div class="axis mono xs muted" aria-hidden="true">
      {ticks.map((hour) => <span key={hour} style={{ '--at': hour / 24 }}>{String(hour).padStart(2, '0')}</span>)}
    </div>
  );
}

const lengthOf = (spans: readonly Span[]) => joinSpans(spans).filter((one) => one.start && one.end).reduce((sum, one) => sum + minutesOf(one).to - minutesOf(one).from, 0);

function DayRow({ form, day, onCopy }: { form: HoursForm; day: Weekday; onCopy: () => void }) {
  const { draft: { week }, change, isChecked } = form;
  const name = dayName(day);
  const spans = week[day];
  const length = lengthOf(spans);
  const put = (which: Weekday, next: Span[], what?: string) => change({ week: { ...week, [which]: next } }, what && `week ${what}`);
  return (
    <li data-day={day}>
      <h3>{name}{length > 0 && <span class="mono xs muted">{formatHours(length / 60)}</span>}</h3>
      <Track week={week} day={day} onDay={put} />
      <SpanList name={name} spans={spans} problems={problemsOfDay(week, day)} nameBefore={dayName(dayBefore(day))} isChecked={isChecked} onChange={(next, what) => put(day, next, what)}>
        {(focusNext) => (
          <span class="tools">
            <Button size="small" look="quiet" data-add="" aria-label={t('addHours', { day: name })} onClick={() => { focusNext('[data-start]'); put(day, [...spans, nextSpan(spans)]); }}>
              <Icon name="plus" size={18} /><span class="w">{t('add')}</span>
            </Button>
            <IconButton label={t('copyDay', { day: name })} onClick={onCopy}><Icon name="copy" size={18} /></IconButton>
          </span>
        )}
      </SpanList>
    </li>
  );
}

/** Seven days, each a line to draw on and the same as fields. */
export function WeekEditor({ form }: { form: HoursForm }) {
  const [copied, copy] = useState<Weekday | null>(null);
  const { week } = form.draft;
  return (
    <section class="panel week-editor" aria-labelledby="hours-week">
      <header>
        <h2 id="hours-week">{t('weekTitle')}</h2>
        <span class="mono sm muted">{t('weekTotal', { hours: formatHours(weekMinutes(week) / 60) })}</span>
      </header>
      <p class="hint sm muted">{t('dragHint')}</p>
      <Axis />
      <ul>{weekdays.map((day) => <DayRow key={day} form={form} day={day} onCopy={() => copy(day)} />)}</ul>
      {copied && <CopyDayDialog week={week} day={copied} onCopy={(next) => form.change({ week: next })} onClose={() => copy(null)} />}
    </section>
  );
}
