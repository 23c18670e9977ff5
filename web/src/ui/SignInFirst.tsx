import { useSignIn, useSignUp } from '~/lib/useSignIn';
import { ButtonLink } from './Button';
import { Empty } from './States';
import { t } from './words';

/** In place of a screen that needs to know who is here; signing in leads back. */
export function SignInFirst({ children }: { children?: string }) {
  const [signIn, signUp] = [useSignIn(), useSignUp()];
  return (
    <Empty
      icon="person" title={t('signInFirst')}
      action={<><ButtonLink look="go" {...signIn}>{t('signIn')}</ButtonLink><ButtonLink {...signUp}>{t('signUp')}</ButtonLink></>}
    >
      {children}
    </Empty>
  );
}
