import { api } from '~/api/client';
import { stale } from '~/api/query';
import { useForm } from '~/lib/useForm';
import { Button } from '~/ui/Button';
import { FormProblem, TextField } from '~/ui/Field';
import { toast } from '~/ui/Toast';
import { t } from './words';

const nothing = { current: '', new: '' };

export function PasswordPanel() {
  const form = useForm(nothing, async (values) => {
    await api.account.password.mutate(values);
    form.reset(nothing);
    stale('session.');
    toast(t('passwordChanged'));
  });
  return (
    <form class="panel form" onSubmit={form.submit}>
      <h2>{t('passwordTitle')}</h2>
      {form.refusal && <FormProblem message={form.refusal.message} />}
      <TextField label={t('passwordNow')} type="password" autocomplete="current-password" required {...form.input('current')} />
      <TextField label={t('passwordNew')} hint={t('passwordHint')} type="password" autocomplete="new-password" required {...form.input('new')} />
      <div class="ends"><Button type="submit" isBusy={form.isBusy}>{t('passwordChange')}</Button></div>
    </form>
  );
}
