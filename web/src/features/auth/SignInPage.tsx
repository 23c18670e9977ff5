import './auth.css';
import { useLocation } from 'preact-iso';
import { signIn, useAccount } from '~/api/session';
import { Page } from '~/app/Page';
import { useForm } from '~/lib/useForm';
import { Button } from '~/ui/Button';
import { FormProblem, TextField } from '~/ui/Field';
import { toast } from '~/ui/Toast';
import { Already } from './Already';
import { safeNext } from './next';
import { PasswordField } from './PasswordField';
import { t } from './words';

export default function SignInPage() {
  const { query, route } = useLocation();
  const account = useAccount();
  const next = safeNext(query.next);
  const form = useForm({ email: '', password: '' }, async ({ email, password }) => {
    const user = await signIn(email.trim(), password);
    toast(t('welcome', { name: user.displayName }));
    route(next, true);
  });
  return (
    <Page title={t('signInTitle')} width="narrow">
      <div class="auth">
        <h1>{t('signInTitle')}</h1>
        {account ? <Already account={account} next={next} /> : (
          <>
            <form onSubmit={form.submit}>
              {form.refusal && <FormProblem message={form.refusal.message} />}
              <TextField label={t('email')} type="email" autocomplete="username" required {...form.input('email')} />
              <PasswordField autocomplete="current-password" {...form.input('password')} />
              <Button type="submit" look="go" isBusy={form.isBusy}>{t('signIn')}</Button>
            </form>
            <p>{t('noAccount')} <a href={`/signup?next=${encodeURIComponent(next)}`}>{t('makeOne')}</a></p>
          </>
        )}
      </div>
    </Page>
  );
}
