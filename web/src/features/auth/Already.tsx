import { signOut } from '~/api/session';
import type { Account } from '~/api/types';
import { Button, ButtonLink } from '~/ui/Button';
import { t } from './words';

export function Already({ account, next }: { account: Account; next: string }) {
  return (
    <div class="stack">
      <p>{t('already', { name: account.displayName })}</p>
      <div class="row">
        <ButtonLink look="go" href={next}>{t('goOn')}</ButtonLink>
        <Button onClick={() => void signOut()}>{t('signOut')}</Button>
      </div>
    </div>
  );
}
