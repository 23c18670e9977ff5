import './auth.css';
import { useLocation } from 'preact-iso';
import { api } from '~/api/client';
import { setAccount, useAccount } from '~/api/session';
import { Page } from '~/app/Page';
import { viewerZone } from '~/lib/time';
import { useForm } from '~/lib/useForm';
import { Button } from '~/ui/Button';
import { FormProblem, TextField } from '~/ui/Field';
import { toast } from '~/ui/Toast';
import { Already } from './Already';
import { safeNext } from './next';
import { PasswordField } from './PasswordField';
import { t } from './words';

export default function SignUpPage() {
  const { query, route } = useLocation();
  const account = useAccount();
  const isOffer = query.offer !== undefined;
  const next = safeNext(query.next, isOffer ? '/account/profile' : '/');
  const timeZone = viewerZone();
  const form = useForm({ displayName: '', email: '', password: '' }, async (values) => {
    const { user } = await api.auth.signup.mutate({ ...values, email: values.email.trim(), timeZone });
    setAccount(user);
    toast(t('welcome', { name: user.displayName }));
    route(next, true);
  });
  const title = isOffer ? t('offerTitle') : t('signUpTitle');
  return (
    <Page title={title} width="narrow">
      <div class="auth">
        <h1>{title}</h1>
        {account ? <Already account={account} next={next} /> : (
          <>
            <form onSubmit={form.submit}>
              {form.refusal && <FormProblem message={form.refusal.message} />}
              <TextField label={t('name')} hint={t('nameHint')} autocomplete="name" required maxLength={80} {...form.input('displayName')} />
              <TextField label={t('email')} type="email" autocomplete="username" required {...form.input('email')} />
              <PasswordField hint={t('passwordHint')} autocomplete="new-password" {...form.input('password')} />
              <p class="sm muted">{t('zone', { zone: timeZone })}</p>
              <Button type="submit" look="go" isBusy={form.isBusy}>{t('signUp')}</Button>
            </form>
            <p>{t('haveAccount')} <a href={`/signin?next=${encodeURIComponent(next)}`}>{t('signIn')}</a></p>
          </>
        )}
      </div>
    </Page>
  );
}
