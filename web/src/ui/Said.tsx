import { useLocation } from 'preact-iso';
import { isSignedOut } from '~/api/client';
import { setAccount } from '~/api/session';
import { t } from './words';

/** To the form and back to this very place. Who was here is forgotten: else the form would say that nobody has to sign in. */
export function SignInLink({ class: look }: { class?: string }) {
  const { url } = useLocation();
  return <a class={`sign-in-again ${look ?? ''}`} href={`/signin?next=${encodeURIComponent(url)}`} onClick={() => setAccount(null)}>{t('signIn')}</a>;
}

/** What the server said to a try; where the session has ended, with the way back in. `isKept`: what was written here outlives it. */
export function Said({ message, isKept = false }: { message: string; isKept?: boolean }) {
  if (!isSignedOut(message)) return <>{message}</>;
  return <>{message}{isKept && ` ${t('keptHere')}`} <SignInLink /></>;
}
