import { useLocation } from 'preact-iso';
import { ButtonLink } from './Button';
import { Empty } from './States';
import { t } from './words';

/** In place of a screen that needs to know who is here; signing in leads back. */
export function SignInFirst({ children }: { children?: string }) {
  const { url } = useLocation();
  const next = encodeURIComponent(url);
  return (
    <Empty
      icon="person" title={t('signInFirst')}
      action={<><ButtonLink look="go" href={`/signin?next=${next}`}>{t('signIn')}</ButtonLink><ButtonLink href={`/signup?next=${next}`}>{t('signUp')}</ButtonLink></>}
    >
      {children}
    </Empty>
  );
}
