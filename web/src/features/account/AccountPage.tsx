import { api } from '~/api/client';
import { edition } from '~/api/edition';
import { isProvider, setAccount, signOut } from '~/api/session';
import type { Account } from '~/api/types';
import { useForm } from '~/lib/useForm';
import { Button, ButtonLink } from '~/ui/Button';
import { FormProblem, TextField } from '~/ui/Field';
import { toast } from '~/ui/Toast';
import { AccountFrame } from './AccountFrame';
import { PasswordPanel } from './PasswordPanel';
import { SessionsPanel } from './SessionsPanel';
import { ThemePanel } from './ThemePanel';
import { t } from './words';
import { ZoneField } from './ZoneField';

function YouPanel({ account }: { account: Account }) {
  const form = useForm({ displayName: account.displayName, timeZone: account.timeZone }, async (values) => {
    const { user } = await api.account.update.mutate(values);
    setAccount(user);
    toast(t('saved'));
  });
  return (
    <form class="panel form" onSubmit={form.submit}>
      {form.refusal && <FormProblem message={form.refusal.message} />}
      <TextField label={t('name')} autocomplete="name" required maxLength={80} {...form.input('displayName')} />
      <TextField label={t('email')} hint={t('emailHint')} value={account.email} readOnly />
      <ZoneField label={t('zone')} hint={t('zoneHint')} {...form.input('timeZone')} />
      <div class="ends">
        <Button type="submit" look="go" isBusy={form.isBusy}>{t('save')}</Button>
        <Button onClick={() => void signOut()}>{t('signOut')}</Button>
      </div>
    </form>
  );
}

export default function AccountPage() {
  return (
    <AccountFrame title={t('title')}>
      {(account) => (
        <>
          <YouPanel key={account.id} account={account} />
          {!isProvider(account) && (
            <section class="panel stack">
              <h2>{edition.words.offer}</h2>
              <p>{t('offerText')}</p>
              <div class="row"><ButtonLink href="/account/profile">{t('offerGo')}</ButtonLink></div>
            </section>
          )}
          <ThemePanel />
          <PasswordPanel />
          <SessionsPanel />
        </>
      )}
    </AccountFrame>
  );
}
