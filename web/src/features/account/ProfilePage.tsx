import { useLocation } from 'preact-iso';
import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { keyOf, queryClient, stale, useQuery } from '~/api/query';
import { isProvider, setAccount } from '~/api/session';
import type { Account, Provider } from '~/api/types';
import { capitalize } from '~/lib/i18n';
import { useForm } from '~/lib/useForm';
import { Button, ButtonLink } from '~/ui/Button';
import { FormProblem, Option, SelectField, TextArea, TextField } from '~/ui/Field';
import { ErrorState, Skeleton } from '~/ui/States';
import { toast } from '~/ui/Toast';
import { AccountFrame } from './AccountFrame';
import { KeptNote } from './KeptNote';
import { PlaceField } from './PlaceField';
import { profileInput, profileValues } from './profile';
import { t } from './words';

const currencies = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));

function RolesField({ chosen, onChange }: { chosen: string[]; onChange: (roles: string[]) => void }) {
  const known = [...edition.roles, ...chosen.filter((role) => !edition.roles.some((one) => one.role === role)).map((role) => ({ role, label: capitalize(role) }))];
  if (known.length === 0) return null;
  const toggle = (role: string) => onChange(chosen.includes(role) ? chosen.filter((one) => one !== role) : [...chosen, role]);
  return (
    <fieldset>
      <legend class="label">{t('roles')}</legend>
      <div class="pair">
        {known.map(({ role, label }) => <Option key={role} type="checkbox" label={label} checked={chosen.includes(role)} onChange={() => toggle(role)} />)}
      </div>
    </fieldset>
  );
}

function ProfileForm({ account, provider }: { account: Account; provider: Provider | null }) {
  const { route } = useLocation();
  const initial = profileValues(provider, String(edition.defaults.currency ?? 'USD'));
  const form = useForm(initial, async (values) => {
    const saved = await api.provider.update.mutate(profileInput(values, initial));
    queryClient.setQueryData(keyOf('provider.get', { id: account.id }), saved);
    stale('provider.search', 'booking.');
    toast(t('profileSaved'));
    if (isProvider(account)) return;
    setAccount({ ...account, roles: [...account.roles, 'provider'] });
    route('/account/services');
  }, { name: 'profile', owner: account.id });
  const { refusal, values } = form;
  return (
    <form class="panel form" onSubmit={form.submit}>
      {form.isKept && <KeptNote onDrop={() => form.reset(initial)} />}
      {refusal && <FormProblem message={refusal.message} fields={refusal.fields} isKept />}
      <TextField label={t('headline')} hint={t('headlineHint')} required maxLength={120} {...form.input('headline')} />
      <TextArea label={t('bio')} rows={5} maxLength={2000} {...form.input('bio')} />
      <PlaceField value={values.place} error={form.errorOf('location')} onChange={(place) => form.set('place', place)} />
      <div class="pair">
        <TextField label={t('hourly')} inputMode="decimal" {...form.input('hourlyRate')} />
        <TextField label={t('daily')} inputMode="decimal" {...form.input('dayRate')} />
        <SelectField label={t('currency')} choices={currencies} {...form.input('currency')} />
      </div>
      <div class="pair">
        <TextField label={t('radius')} hint={t('radiusHint')} inputMode="numeric" {...form.input('serviceRadiusMiles')} />
        <TextField label={t('capacity')} hint={t('capacityHint')} type="number" min={1} max={100} {...form.input('capacity')} />
        <TextField label={t('travelSpeed')} hint={t('travelSpeedHint')} type="number" min={5} max={120} {...form.input('travelSpeedMph')} />
      </div>
      <RolesField chosen={values.roles} onChange={(roles) => form.set('roles', roles)} />
      <div class="ends">
        <Button type="submit" look="go" isBusy={form.isBusy}>{t('save')}</Button>
        {provider && <ButtonLink href={`/providers/${account.id}`}>{t('seePublic')}</ButtonLink>}
      </div>
    </form>
  );
}

function ProfileLoader({ account }: { account: Account }) {
  const { data, error, refetch } = useQuery({
    queryKey: keyOf('provider.get', { id: account.id }),
    queryFn: () => api.provider.get.query({ id: account.id }),
    enabled: isProvider(account),
  });
  if (!isProvider(account)) return <><p class="muted">{t('profileNew')}</p><ProfileForm account={account} provider={null} /></>;
  if (data) return <ProfileForm account={account} provider={data.provider} />;
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
}

export default function ProfilePage() {
  return <AccountFrame title={t('profileTitle')}>{(account) => <ProfileLoader account={account} />}</AccountFrame>;
}
