import { api } from '~/api/client';
import { keyOf, queryClient, stale, useQuery } from '~/api/query';
import type { Outputs } from '~/api/types';
import { useForm } from '~/lib/useForm';
import { Button } from '~/ui/Button';
import { FormProblem } from '~/ui/Field';
import { ErrorState, Skeleton } from '~/ui/States';
import { toast } from '~/ui/Toast';
import { AccountFrame } from './AccountFrame';
import { ExceptionEditor } from './ExceptionEditor';
import { weeklyOf, weekOf } from './hours';
import { WeekEditor } from './WeekEditor';
import { t } from './words';
import { ZoneField } from './ZoneField';

type Hours = Outputs['availability']['get'];
const key = keyOf('availability.get');

function HoursForm({ hours }: { hours: Hours }) {
  const initial = { timeZone: hours.timeZone, week: weekOf(hours.weekly), exceptions: hours.exceptions };
  const form = useForm(initial, async ({ timeZone, week, exceptions }) => {
    const saved = await api.availability.set.mutate({ timeZone, weekly: weeklyOf(week), exceptions });
    queryClient.setQueryData(key, saved);
    stale('slot.', 'provider.');
    toast(t('hoursSaved'));
  });
  const { values } = form;
  return (
    <form class="stack" onSubmit={form.submit}>
      <p class="muted">{t('hoursText', { zone: values.timeZone.replace(/_/g, ' ') })}</p>
      {form.refusal && <FormProblem message={form.refusal.message} fields={form.refusal.fields} />}
      <section class="panel"><WeekEditor week={values.week} onChange={(week) => form.set('week', week)} /></section>
      <section class="panel stack">
        <h2>{t('exceptions')}</h2>
        <p class="muted sm">{t('exceptionsText')}</p>
        <ExceptionEditor exceptions={values.exceptions} zone={values.timeZone} onChange={(list) => form.set('exceptions', list)} />
      </section>
      <section class="panel"><ZoneField label={t('zone')} {...form.input('timeZone')} /></section>
      <div class="ends">
        <Button type="submit" look="go" isBusy={form.isBusy} disabled={!form.isChanged}>{t('save')}</Button>
        {form.isChanged && <span class="changed">{t('saveFirst')}</span>}
      </div>
    </form>
  );
}

function HoursLoader() {
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => api.availability.get.query() });
  if (data) return <HoursForm hours={data} />;
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton count={1} lines={8} />;
}

export default function HoursPage() {
  return <AccountFrame title={t('hoursTitle')} needsProvider>{() => <HoursLoader />}</AccountFrame>;
}
