import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { stale } from '~/api/query';
import type { Service } from '~/api/types';
import { useForm, type Form } from '~/lib/useForm';
import { useKeptOpen } from '~/lib/useKeptOpen';
import { Button } from '~/ui/Button';
import { FormProblem, Option, SelectField, TextArea, TextField } from '~/ui/Field';
import { toast } from '~/ui/Toast';
import { KeptNote } from './KeptNote';
import { QuestionEditor } from './QuestionEditor';
import { serviceInput, serviceValues, type ServiceValues } from './service';
import { t } from './words';

type Part = { form: Form<ServiceValues> };

const choicesOf = (entries: [string, string][]) => entries.map(([value, label]) => ({ value, label }));
const rateTypes = choicesOf([['hourly', t('rateHourly')], ['day', t('rateDay')], ['fixed', t('rateFixed')]]);
const acceptances = choicesOf([['request', t('acceptRequest')], ['instant', t('acceptInstant')]]);
const payments = choicesOf([['none', t('payNone')], ['after', t('payAfter')], ['escrow', t('payEscrow')], ['upfront', t('payUpfront')], ['invoice', t('payInvoice')]]);
const steps = [5, 10, 15, 20, 30, 60, 120].map((count) => ({ value: String(count), label: t('stepMinutes', { count }) }));

function typeChoices(current: string) {
  const known = edition.catalogue.map(({ serviceType, label }) => ({ value: serviceType, label }));
  return !current || known.some((one) => one.value === current) ? known : [...known, { value: current, label: current }];
}

function LengthPart({ form }: Part) {
  const { values, set, input } = form;
  return (
    <fieldset>
      <legend class="label">{t('length')}</legend>
      <div class="row">
        <Option type="radio" name="length" label={t('lengthFixed')} checked={values.isFixedLength} onChange={() => set('isFixedLength', true)} />
        <Option type="radio" name="length" label={t('lengthRange')} checked={!values.isFixedLength} onChange={() => set('isFixedLength', false)} />
      </div>
      <div class="pair">
        {values.isFixedLength && <TextField label={t('minutes')} type="number" min={5} {...input('durationMinutes')} />}
        {!values.isFixedLength && <TextField label={t('minHours')} inputMode="decimal" {...input('minHours')} />}
        {!values.isFixedLength && <TextField label={t('maxHours')} inputMode="decimal" {...input('maxHours')} />}
        <SelectField label={t('step')} choices={steps.some((one) => one.value === values.stepMinutes) ? steps : [...steps, { value: values.stepMinutes, label: t('stepMinutes', { count: values.stepMinutes }) }]} {...input('stepMinutes')} />
      </div>
    </fieldset>
  );
}

function PolicyPart({ form }: Part) {
  const { values, set, input } = form;
  const policies = choicesOf([['flexible', t('flexible')], ['moderate', t('moderate')], ['strict', t('strict')], ...(values.policy === 'custom' ? [['custom', t('custom')] as [string, string]] : [])]);
  return (
    <>
      <div class="pair">
        <SelectField label={t('rateType')} choices={rateTypes} {...input('rateType')} />
        <TextField label={t('rate')} hint={t('rateHint')} inputMode="decimal" {...input('rate')} />
      </div>
      <fieldset>
        <legend class="label">{t('where')}</legend>
        <div class="row">
          <Option type="checkbox" label={t('remote')} checked={values.isRemote} onChange={() => set('isRemote', !values.isRemote)} />
          <Option type="checkbox" label={t('inPerson')} checked={values.isInPerson} onChange={() => set('isInPerson', !values.isInPerson)} />
        </div>
      </fieldset>
      <div class="pair">
        <SelectField label={t('acceptance')} choices={acceptances} {...input('acceptance')} />
        <SelectField label={t('payment')} choices={payments} {...input('payment')} />
      </div>
      <SelectField label={t('cancellation')} choices={policies} {...input('policy')} />
    </>
  );
}

function LimitsPart({ form: { input } }: Part) {
  return (
    <details>
      <summary>{t('limits')}</summary>
      <div class="form">
        <div class="pair">
          <TextField label={t('before')} type="number" min={0} {...input('bufferBeforeMinutes')} />
          <TextField label={t('after')} type="number" min={0} {...input('bufferAfterMinutes')} />
          <TextField label={t('notice')} type="number" min={0} {...input('minNoticeMinutes')} />
          <TextField label={t('window')} type="number" min={1} {...input('windowDays')} />
        </div>
        <div class="pair">
          <TextField label={t('perDay')} hint={t('noLimit')} inputMode="numeric" {...input('maxPerDay')} />
          <TextField label={t('perWeek')} hint={t('noLimit')} inputMode="numeric" {...input('maxPerWeek')} />
          <TextField label={t('perClient')} hint={t('noLimit')} inputMode="numeric" {...input('maxConcurrentPerClient')} />
        </div>
      </div>
    </details>
  );
}

interface Props {
  owner: string;
  service: Service | null;
  onDone: () => void;
}
/** Which of them is open, where signing in again leads back to it. */
export const OPEN = 'service';
export const NEW = 'new';
export const keptService = (service: Service | null) => `service.${service?.id ?? NEW}`;

export function ServiceForm({ owner, service, onDone }: Props) {
  const initial = serviceValues(service, edition);
  const form = useForm(initial, async (values) => {
    const input = serviceInput(values);
    if (service) await api.service.update.mutate({ id: service.id, ...input });
    else await api.service.create.mutate(input);
    stale('service.', 'provider.', 'slot.');
    toast(t('saved'));
    onDone();
  }, { name: keptService(service), owner });
  const { refusal, input, values } = form;
  useKeptOpen(OPEN, owner, service?.id ?? NEW, refusal?.message);
  return (
    <form class="form" onSubmit={form.submit}>
      {form.isKept && <KeptNote onDrop={() => form.reset(initial)} />}
      {refusal && <FormProblem message={refusal.message} fields={refusal.fields} isKept />}
      <TextField label={t('serviceTitle')} required maxLength={120} {...input('title')} />
      {edition.catalogue.length > 0
        ? <SelectField label={t('serviceType')} choices={typeChoices(values.serviceType)} {...input('serviceType')} />
        : <TextField label={t('serviceType')} required {...input('serviceType')} />}
      <TextArea label={t('description')} rows={3} maxLength={2000} {...input('description')} />
      <LengthPart form={form} />
      <PolicyPart form={form} />
      <QuestionEditor questions={values.questions} onChange={(questions) => form.set('questions', questions)} />
      <LimitsPart form={form} />
      <div class="ends">
        <Button type="submit" look="go" isBusy={form.isBusy}>{t('save')}</Button>
        <Button onClick={onDone}>{t('keep')}</Button>
      </div>
    </form>
  );
}
