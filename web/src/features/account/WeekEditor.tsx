import { currentLocale } from '~/lib/i18n';
import { IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { copyDay, nextSpan, weekdays, type Week, type Weekday } from './hours';
import { SpanInput } from './SpanInput';
import { t } from './words';

const monday = Date.UTC(2024, 0, 1);
export function dayName(day: Weekday): string {
  const format = new Intl.DateTimeFormat(currentLocale(), { weekday: 'long', timeZone: 'UTC' });
  return format.format(monday + weekdays.indexOf(day) * 86_400_000);
}

function DayRow({ day, week, onChange }: { day: Weekday; week: Week; onChange: (week: Week) => void }) {
  const spans = week[day];
  const name = dayName(day);
  const put = (next: Week[Weekday]) => onChange({ ...week, [day]: next });
  return (
    <li>
      <span class="name">{name}</span>
      <div class="spans">
        {spans.length === 0 && <span class="span muted">{t('closed')}</span>}
        {spans.map((span, index) => (
          <SpanInput
            key={index} span={span} day={name}
            onChange={(next) => put(spans.map((one, at) => (at === index ? next : one)))}
            onRemove={() => put(spans.filter((_, at) => at !== index))}
          />
        ))}
      </div>
      <span class="tools">
        {spans.length > 0 && <IconButton label={t('copyHours', { day: name })} onClick={() => onChange(copyDay(week, day))}><Icon name="down" /></IconButton>}
        <IconButton label={t('addHours', { day: name })} onClick={() => put([...spans, nextSpan(spans)])}><Icon name="plus" /></IconButton>
      </span>
    </li>
  );
}

export function WeekEditor({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  return <ul class="week-hours">{weekdays.map((day) => <DayRow key={day} day={day} week={week} onChange={onChange} />)}</ul>;
}
